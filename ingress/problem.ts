import type { ServerResponse } from 'node:http';

/** Why a request or an alert was turned away; the `reason` label of the metric, so the list is closed. */
export type RefusalReason =
  | 'unauthorised'
  | 'out-of-scope'
  | 'signature'
  | 'not-found'
  | 'method'
  | 'media-type'
  | 'malformed'
  | 'too-large'
  | 'impossible'
  | 'unavailable'
  | 'internal';

interface ProblemDetails {
  reason: RefusalReason;
  status: number;
  title: string;
  /** What is wrong and what to do; never the content of a secret. */
  detail: string;
  /** More members of the body, such as `pointer` or `rejected`. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** An HTTP answer as RFC 9457 describes it. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(readonly details: ProblemDetails) {
    super(details.detail);
  }

  send(response: ServerResponse): void {
    const { status, title, detail, more, headers } = this.details;
    response.writeHead(status, { ...headers, 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ title, status, detail, ...more }));
  }
}

export const malformed = (detail: string, more?: Record<string, unknown>): Problem =>
  new Problem({ reason: 'malformed', status: 400, title: 'Malformed request', detail, more });

export const unsupportedMediaType = (detail: string): Problem =>
  new Problem({ reason: 'media-type', status: 415, title: 'Unsupported media type', detail });

export const impossible = (detail: string, more?: Record<string, unknown>): Problem =>
  new Problem({ reason: 'impossible', status: 422, title: 'Impossible content', detail, more });

export const notFound = (detail: string): Problem =>
  new Problem({ reason: 'not-found', status: 404, title: 'Not found', detail });

const retryAfterSeconds = 5;

/** The sender should come again; Alertmanager does so for 5xx only. */
export const unavailable = (detail: string): Problem =>
  new Problem({
    reason: 'unavailable',
    status: 503,
    title: 'Temporal is not available',
    detail,
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
