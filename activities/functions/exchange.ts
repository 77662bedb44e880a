import { Context } from '@temporalio/activity';
import { context as traceContext, propagation } from '@opentelemetry/api';
import { readBoundedBody } from '../bounded-body';
import type { FunctionBody } from './body';
import { readFunctionBody } from './body';

export type Exchange =
  | { kind: 'answered'; status: number; headers: Headers; body: FunctionBody }
  /** `sent`: the request may have arrived. `reason` completes "The function …". */
  | { kind: 'broken'; reason: string; sent: boolean };

interface Request {
  url: URL;
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Until when the whole answer must be there, in milliseconds from now. */
  timeoutMs: number;
}

const maxBodyBytes = 64 * 1024;

/** One request and its answer, within the activity's trace. A cancelled activity ends it with its CancelledFailure. */
export async function exchange(send: typeof fetch, request: Request): Promise<Exchange> {
  const { cancellationSignal } = Context.current();
  cancellationSignal.throwIfAborted();
  if (request.timeoutMs <= 0) return { kind: 'broken', reason: 'was not asked, because its time was up', sent: false };
  const deadline = AbortSignal.timeout(request.timeoutMs);
  // A connection of its own: one that idled could be closed by the function just as the request leaves.
  const headers: Record<string, string> = { accept: 'application/json', connection: 'close', ...request.headers };
  propagation.inject(traceContext.active(), headers);
  try {
    const response = await send(request.url, {
      method: request.method,
      headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([cancellationSignal, deadline]),
    });
    const { text } = await readBoundedBody(response, maxBodyBytes);
    return { kind: 'answered', status: response.status, headers: response.headers, body: readFunctionBody(text) };
  } catch (error) {
    cancellationSignal.throwIfAborted();
    if (deadline.aborted) return { kind: 'broken', reason: 'did not answer in time', sent: true };
    const { code, beforeSending } = connectionTrouble(error);
    return beforeSending
      ? {
          kind: 'broken',
          reason: `could not be reached (${code}). Check FUNCTION_URL_TEMPLATE and that it is deployed`,
          sent: false,
        }
      : { kind: 'broken', reason: `broke the connection off (${code})`, sent: true };
  }
}

const beforeSendingCodes =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/;
const tlsCodes = /^(ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+|EPROTO)$/;

/** Refused, unresolved and untrusted connections carried no request; any other trouble may have come after it. */
function connectionTrouble(error: unknown): { code: string; beforeSending: boolean } {
  const { code, syscall } = (error as { cause?: { code?: string; syscall?: string } }).cause ?? {};
  if (code === undefined) return { code: 'unknown cause', beforeSending: false };
  const beforeSending = syscall === 'connect' || beforeSendingCodes.test(code) || tlsCodes.test(code);
  return { code, beforeSending };
}
