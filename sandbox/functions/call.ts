import type { Request, Response } from 'express';
import type { Fleet } from '../fleet/fleet';
import { jsonBody, textBody } from '../http/body';
import type { Ledger, LedgerResult } from '../ledger';
import { sandboxFunctions } from './functions';
import { IdempotencyStore, type StoredAnswer } from './idempotency';
import type { Jobs } from './jobs';

type FunctionCall = Request<{ function: string }>;

export interface CallRouteOptions {
  fleet: Fleet;
  jobs: Jobs;
  ledger: Ledger;
}

/** `POST /<function>/`: one effect per Idempotency-Key, every call in the ledger. */
export function callRoute({ fleet, jobs, ledger }: CallRouteOptions): (call: FunctionCall, response: Response) => void {
  const answers = new IdempotencyStore();
  return (call, response) => {
    const name = call.params.function;
    const key = call.get('idempotency-key');
    const record = (result: LedgerResult, effect: unknown): void => {
      const keys: Record<string, string> = key ? { idempotencyKey: key } : {};
      ledger.append({ operation: name, result, keys, detail: { ...detailOf(call), effect } });
    };
    const use = key ? answers.look(name, key, textBody(call)) : { use: 'first' as const };
    if (use.use === 'repeat') {
      record('repeated', null);
      return send(response.set('Idempotency-Replayed', 'true'), use.answer);
    }
    if (use.use === 'conflict') {
      record('refused', null);
      return send(response, failure(422, 'This Idempotency-Key was used with another body.'));
    }
    const { answer, effect } = run(call, fleet, jobs);
    if (key) answers.store(name, key, textBody(call), answer);
    record(answer.httpStatus < 300 ? 'applied' : 'refused', effect);
    send(response, answer);
  };
}

function run(call: FunctionCall, fleet: Fleet, jobs: Jobs): { answer: StoredAnswer; effect: unknown } {
  const called = sandboxFunctions[call.params.function];
  if (!called) return { answer: failure(404, `There is no function called ${call.params.function}.`), effect: null };
  const parameters = jsonBody(call);
  if (!parameters) return { answer: failure(400, 'The body must be a JSON object.'), effect: null };
  const result = called(parameters, fleet);
  if ('outcome' in result) {
    const { httpStatus, outcome, change = null } = result;
    return { answer: { httpStatus, headers: {}, body: outcome }, effect: change };
  }
  const job = jobs.start(result, call.get('agent-sre-callback'));
  const location = { Location: `${call.protocol}://${call.host}/jobs/${job.id}` };
  const headers = { 'Retry-After': String(result.retryAfterSeconds), ...(result.withLocation && location) };
  return { answer: { httpStatus: 202, headers, body: job.outcome }, effect: { job: job.id } };
}

const failure = (httpStatus: number, message: string): StoredAnswer => ({
  ...{ httpStatus, headers: {} },
  body: { status: 'failed', message },
});

function send(response: Response, { httpStatus, headers, body }: StoredAnswer): void {
  response.status(httpStatus).set(headers).json(body);
}

/** What the checker of a run needs of a call. The callback's address is a secret. */
function detailOf(call: FunctionCall): object {
  return {
    body: jsonBody(call) ?? null,
    traceparent: call.get('traceparent') ?? null,
    callback: call.get('agent-sre-callback') !== undefined,
  };
}
