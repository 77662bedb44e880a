import type { Request } from 'express';
import { Kind, parse } from 'graphql';
import { jsonBody } from '../http/body';
import { listen, type ListenOptions } from '../http/listen';
import { createStandInApp, type StandIn } from '../http/stand-in';
import type { AuthOptions } from './auth';
import { graphqlRoute, sendRateLimited } from './graphql-route';
import type { IssueChange } from './issues';
import { serveLinearPages } from './pages';
import { HourlyBudget } from './rate-limit';
import { loadLinearSchema } from './schema/load';
import { issueEvent, WebhookSender, type WebhookTarget } from './webhook';
import { Workspace, type WorkspaceOptions } from './workspace';

export interface LinearOptions extends ListenOptions, WorkspaceOptions, AuthOptions {
  /** Where issue events go; can be set later by `webhooks.target`. */
  webhook?: WebhookTarget;
  webhookRetryDelaysMs?: number[];
  /** Default 5000, as for a personal API key. */
  requestsPerHour?: number;
  /** Default 3,000,000 points. */
  complexityPerHour?: number;
}

export interface LinearStandIn extends StandIn {
  /** For `LINEAR_API_URL`. */
  apiUrl: string;
  workspace: Workspace;
  webhooks: WebhookSender;
}

/** Linear: GraphQL at `/graphql`, pages at `/` and `/issue/<identifier>`, webhooks when an issue changes. */
export async function startLinear(options: LinearOptions = {}): Promise<LinearStandIn> {
  const workspace = new Workspace(options);
  const requests = new HourlyBudget(options.requestsPerHour ?? 5000);
  const complexity = new HourlyBudget(options.complexityPerHour ?? 3_000_000);
  const { app, faults, ledger } = createStandInApp({ operationsOf, rateLimited: sendRateLimited });
  const webhooks = new WebhookSender(ledger, options.webhook, options.webhookRetryDelaysMs);
  const issueChanged = (change: IssueChange): void =>
    webhooks.send(issueEvent(change, workspace, listening.url), change.issue.identifier);
  const schema = loadLinearSchema();
  const { apiKeys } = options;
  app.post(
    '/graphql',
    graphqlRoute({
      schema,
      workspace,
      ledger,
      requests,
      complexity,
      apiKeys,
      baseUrl: () => listening.url,
      issueChanged,
    }),
  );
  serveLinearPages(app, { workspace, issueChanged });
  const listening = await listen(app, options);
  const close = async (): Promise<void> => {
    await listening.close();
    await webhooks.close();
  };
  return {
    url: listening.url,
    apiUrl: `${listening.url}/graphql`,
    faults,
    ledger,
    workspace,
    webhooks,
    close,
  };
}

/** Names of all root fields of the document, such as `issueCreate` and `commentCreate`. */
function operationsOf(request: Request): string[] {
  const query = request.path === '/graphql' ? jsonBody(request)?.query : undefined;
  if (typeof query !== 'string') return [];
  try {
    return parse(query, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? definition.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []))
        : [],
    );
  } catch {
    return [];
  }
}
