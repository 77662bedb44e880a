import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Ledger } from '../ledger';
import type { FaultAction, FaultBook } from './fault-book';

export interface FaultMiddlewareOptions {
  faults: FaultBook;
  ledger: Ledger;
  operationsOf(request: Request): string[];
  /** Answers "too many requests" in the manner of the real system. */
  rateLimited(response: Response, retryAfterSeconds: number): void;
}

/** Applies the fault rules to every request that reaches it. */
export function faultMiddleware({ faults, ledger, operationsOf, rateLimited }: FaultMiddlewareOptions): RequestHandler {
  return (request, response, next) => {
    if (faults.active().length === 0) return next();
    const operations = operationsOf(request);
    const action = faults.take({ path: request.path, operations });
    if (!action) return next();
    ledger.append({ operation: operations[0] ?? request.path, result: 'fault', detail: action });
    setTimeout(() => act(action, response, next, rateLimited), action.delayMs ?? 0);
  };
}

function act(
  action: FaultAction,
  response: Response,
  next: NextFunction,
  rateLimited: FaultMiddlewareOptions['rateLimited'],
): void {
  if (action.drop) return void response.socket?.destroy();
  if (action.status !== undefined) return void response.status(action.status).json({ error: 'A fault rule answered.' });
  if (action.rateLimit !== undefined) return rateLimited(response, action.rateLimit);
  if (action.dropAfter) loseAnswer(response);
  if (action.body === 'broken') answerWith(response, '<html><body>Bad gateway</body>');
  if (action.body === 'half') cutAnswer(response);
  next();
}

/** Whatever the handler answers, the client sees a cut connection. */
function loseAnswer(response: Response): void {
  response.write = () => true;
  response.end = () => {
    response.socket?.destroy();
    return response;
  };
}

function answerWith(response: Response, body: string): void {
  const end = response.end.bind(response) as (chunk: string) => Response;
  response.end = () => {
    response.setHeader('Content-Length', Buffer.byteLength(body));
    return end(body);
  };
}

/** Announces the whole answer, sends its first half and cuts the connection. */
function cutAnswer(response: Response): void {
  const write = response.write.bind(response) as (chunk: Buffer, sent: () => void) => boolean;
  response.end = (chunk?: unknown) => {
    const whole = Buffer.from(typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '');
    write(whole.subarray(0, Math.ceil(whole.length / 2)), () => response.socket?.destroy());
    return response;
  };
}

export function tooManyRequests(response: Response, retryAfterSeconds: number): void {
  response.status(429).set('Retry-After', String(retryAfterSeconds)).json({ error: 'Too many requests.' });
}
