import { GraphQLError } from 'graphql';

interface LinearErrorDetails {
  type: string;
  code: string;
  userPresentableMessage: string;
  /** HTTP status where the whole request is refused; errors of single fields answer 200. */
  status?: number;
}

/** An error as Linear writes it: `extensions.type` decides the SDK's error class. */
function linearError(message: string, { status, ...details }: LinearErrorDetails): GraphQLError {
  return new GraphQLError(message, {
    extensions: { ...details, userError: true, ...(status === undefined ? {} : { statusCode: status }) },
  });
}

export function inputError(message: string, userPresentableMessage = message): GraphQLError {
  return linearError(message, { type: 'invalid input', code: 'INPUT_ERROR', userPresentableMessage });
}

export function notFound(typename: string): GraphQLError {
  return inputError(`Entity not found: ${typename}`, `Could not find referenced ${typename}.`);
}

export function alreadyExists(typename: string, id: string): GraphQLError {
  return inputError(`${typename} with id ${id} already exists`, `A ${typename} with this id already exists.`);
}

/** The field is part of Linear's API, and this sandbox has no behaviour for it. */
export function notServed(what: string): GraphQLError {
  const message = `The Linear sandbox does not serve ${what}.`;
  return linearError(message, { type: 'other', code: 'NOT_SERVED', userPresentableMessage: message });
}

export function authenticationError(message: string, status: 400 | 401): GraphQLError {
  return linearError(message, {
    type: 'authentication error',
    code: 'AUTHENTICATION_ERROR',
    userPresentableMessage: 'You need to authenticate to access this operation.',
    status,
  });
}

export function rateLimitError(what: string): GraphQLError {
  return linearError(`Rate limit exceeded for ${what}.`, {
    type: 'ratelimited',
    code: 'RATELIMITED',
    userPresentableMessage: 'Too many requests. Wait until the time that the X-RateLimit headers name.',
    status: 400,
  });
}

export function queryTooComplex(complexity: number, limit: number): GraphQLError {
  const message = `Query too complex: ${Math.ceil(complexity)} of at most ${limit} points.`;
  return linearError(message, {
    type: 'graphql error',
    code: 'QUERY_TOO_COMPLEX',
    userPresentableMessage: message,
    status: 400,
  });
}
