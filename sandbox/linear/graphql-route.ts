import type { Request, Response } from 'express';
import { GraphQLError, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { isRecord, jsonBody } from '../http/body';
import type { Ledger } from '../ledger';
import { authenticate, type AuthOptions } from './auth';
import { complexityOf } from './complexity';
import { queryTooComplex, rateLimitError } from './errors';
import { executeLinear } from './execute';
import type { IssueChange } from './issues';
import type { HourlyBudget } from './rate-limit';
import { isEntity } from './relations';
import type { Workspace } from './workspace';

export interface GraphqlRouteOptions extends AuthOptions {
  schema: GraphQLSchema;
  workspace: Workspace;
  ledger: Ledger;
  requests: HourlyBudget;
  complexity: HourlyBudget;
  baseUrl(): string;
  issueChanged(change: IssueChange): void;
}

/** Points that a single query may have. */
const mostComplex = 10_000;

/** `POST /graphql`: authentication, budgets, validation, execution; every mutation is in the ledger. */
export function graphqlRoute(options: GraphqlRouteOptions): (request: Request, response: Response) => Promise<void> {
  const { schema, workspace, ledger, requests, complexity } = options;
  const documents = new ValidatedDocuments(schema);
  return async (request, response) => {
    const refuse = (error: GraphQLError): void => sendRefusal(response, [error]);
    const actor = authenticate(request.get('authorization'), workspace, options);
    if (actor instanceof GraphQLError) return refuse(actor);
    const body = jsonBody(request);
    if (typeof body?.query !== 'string') return refuse(new GraphQLError('Must provide query string.'));
    const spend = requests.take(1);
    response.set(requests.headers('Requests'));
    if (!spend) return refuse(rateLimitError('requests'));
    const document = documents.get(body.query);
    if (Array.isArray(document)) return sendRefusal(response, document);
    const variables = isRecord(body.variables) ? body.variables : {};
    const points = complexityOf(document, variables);
    if (points > mostComplex) return refuse(queryTooComplex(points, mostComplex));
    const affordable = complexity.take(points);
    response.set({ 'X-Complexity': String(Math.ceil(points)), ...complexity.headers('Complexity') });
    if (!affordable) return refuse(rateLimitError('complexity'));
    const operationName = typeof body.operationName === 'string' ? body.operationName : undefined;
    const result = await executeLinear(schema, document, variables, operationName, {
      ...{ workspace, actor, baseUrl: options.baseUrl(), issueChanged: options.issueChanged },
      settled: (field) => record(ledger, field),
    });
    sendResult(response, result);
  };
}

/** Bad variables leave no `data` at all: the request was wrong, Linear answers 400. Errors of fields answer 200. */
function sendResult(response: Response, result: ExecutionResult): void {
  if (result.data === undefined) return sendRefusal(response, result.errors ?? []);
  response.json({ ...(result.errors && { errors: result.errors.map(toAnswer) }), data: result.data });
}

function sendRefusal(response: Response, errors: readonly GraphQLError[]): void {
  const status = Number(errors[0]?.extensions.statusCode ?? 400);
  response.status(status).json({ errors: errors.map(toAnswer) });
}

/** As when the hour's requests are used up; they come back after `retryAfterSeconds`. */
export function sendRateLimited(response: Response, retryAfterSeconds: number): void {
  response.set({
    'X-RateLimit-Requests-Limit': '5000',
    'X-RateLimit-Requests-Remaining': '0',
    'X-RateLimit-Requests-Reset': String(Date.now() + retryAfterSeconds * 1000),
  });
  sendRefusal(response, [rateLimitError('requests')]);
}

function toAnswer(error: GraphQLError): object {
  const { message, locations, path, extensions } = error.toJSON();
  const details = { type: 'graphql error', code: 'GRAPHQL_VALIDATION_FAILED', userError: true, ...extensions };
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: details };
}

type Settled = Parameters<Parameters<typeof executeLinear>[4]['settled']>[0];

function record(ledger: Ledger, { operation, name, args, value, error }: Settled): void {
  if (operation === 'query') return;
  const entity = isRecord(value) ? Object.values(value).find(isEntity) : undefined;
  const input = ('input' in args && isRecord(args.input) ? args.input : args) as Record<string, unknown>;
  const id = entity?.id ?? ('id' in args ? args.id : undefined) ?? input.id;
  const keys = {
    ...(typeof id === 'string' && { id }),
    ...(entity && 'identifier' in entity && { identifier: entity.identifier }),
    ...(typeof input.issueId === 'string' && { issueId: input.issueId }),
  };
  const repeated = error instanceof Error && error.message.includes('already exists');
  const result = !error ? 'applied' : repeated ? 'repeated' : 'refused';
  const detail = { input: structuredClone(input), ...(error instanceof Error && { error: error.message }) };
  ledger.append({ operation: name, result, keys, detail });
}

/** Clients send the same few documents again and again: each is parsed and validated once. */
class ValidatedDocuments {
  private readonly documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  constructor(private readonly schema: GraphQLSchema) {}

  get(query: string): DocumentNode | GraphQLError[] {
    const known = this.documents.get(query) ?? this.read(query);
    this.documents.set(query, known);
    return known as DocumentNode | GraphQLError[];
  }

  private read(query: string): DocumentNode | readonly GraphQLError[] {
    try {
      const document = parse(query);
      const errors = validate(this.schema, document);
      return errors.length > 0 ? errors : document;
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError(String(error))];
    }
  }
}
