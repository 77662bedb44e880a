import type { GraphQLError } from 'graphql';
import type { User } from './entities';
import { authenticationError } from './errors';
import { apiUserEmail, type Workspace } from './workspace';

/** The key that works where none is configured. */
export const defaultApiKey = 'lin_api_sandbox';

export interface AuthOptions {
  /** Emails of the owners by key. Keys that start with `lin_api_` are personal ones, all others OAuth access tokens. */
  apiKeys?: Record<string, string>;
}

/** Who an `Authorization` header speaks for, or the error that Linear answers with. */
export function authenticate(
  header: string | undefined,
  workspace: Workspace,
  { apiKeys = { [defaultApiKey]: apiUserEmail } }: AuthOptions,
): User | GraphQLError {
  if (!header) return authenticationError('Authentication required, not authenticated', 401);
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(header) ?? [];
  if (bearer?.startsWith('lin_api_'))
    return authenticationError(
      "It looks like you're trying to use an API key as a Bearer token. Remove the Bearer prefix from the Authorization header.",
      400,
    );
  const owner = apiKeys[bearer ?? header];
  if (owner === undefined) return authenticationError('Authentication required, not authenticated', 401);
  return workspace.user(owner);
}
