import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { redactedCause, redactSecrets } from '../audit/redaction';

/** Every way in which Linear fails; failure types, and labels of metrics. */
export type LinearFailureType =
  /** Linear will never take this write, such as one on a deleted issue. Not retried. */
  | 'linear-rejected'
  /** Not retried. */
  | 'linear-unauthorised'
  /** The team or its workflow lacks something. Not retried. */
  | 'linear-misconfigured'
  /** Retried when Linear's limit is reset. */
  | 'linear-rate-limited'
  /** A comment that can wait was put off; retried when the hourly budget is reset. */
  | 'linear-budget-low'
  /** Retried. */
  | 'linear-unavailable';

/** Longest pause between two attempts: activities are tried in stretches of minutes, and a blocked attempt sends nothing. */
const longestDelayMs = 300_000;

const hasGet = (value: unknown): boolean => typeof (value as Headers | null)?.get === 'function';

const answerSchema = z.object({
  raw: z.object({
    response: z.object({
      status: z.number().optional(),
      headers: z.custom<Headers>(hasGet).optional(),
      errors: z
        .array(
          z.object({
            message: z.string().optional(),
            extensions: z
              .object({
                code: z.string().optional(),
                type: z.string().optional(),
                userPresentableMessage: z.string().optional(),
              })
              .optional(),
          }),
        )
        .optional(),
    }),
  }),
});

/** Parts of an answer that the SDK threw; without an answer all are empty. */
export interface LinearRefusal {
  status: number | undefined;
  headers: Headers;
  /** `code` and `type` of the first error, lower case. */
  kinds: string[];
  message: string;
}

export function readRefusal(error: unknown): LinearRefusal {
  const { status, headers = new Headers(), errors = [] } = answerSchema.safeParse(error).data?.raw.response ?? {};
  const { message, extensions } = errors[0] ?? {};
  const kinds = [extensions?.code, extensions?.type].flatMap((kind) => kind?.toLowerCase().replaceAll('_', ' ') ?? []);
  const said = [...new Set([message, extensions?.userPresentableMessage])]
    .flatMap((text) => text?.replace(/\.$/, '') || [])
    .join(' - ');
  return { status, headers, kinds, message: redactSecrets(said || redactedCause(error).message).slice(0, 500) };
}

export function isRateLimited({ status, kinds }: LinearRefusal): boolean {
  return status === 429 || kinds.includes('ratelimited');
}

const temporaryKinds = ['internal server error', 'internal error', 'lock timeout', 'network error', 'bootstrap error'];
const authorisationKinds = ['authentication error', 'forbidden', 'feature not accessible'];

/** What an answer means for the activity, rate limits apart. */
export function failureOf(refusal: LinearRefusal, error: unknown): ApplicationFailure {
  const { status, kinds, message } = refusal;
  const details = { cause: error, status, requestId: requestIdOf(refusal.headers) };
  if (status === 401 || status === 403 || kinds.some((kind) => authorisationKinds.includes(kind))) {
    const advice = 'Check LINEAR_API_KEY: it must be valid and may write in the team of LINEAR_TEAM_KEY.';
    return failure('linear-unauthorised', `Linear refused the API key: ${message}. ${advice}`, details);
  }
  const understood = kinds.length > 0 && status !== undefined && status < 500;
  if (understood && !kinds.some((kind) => temporaryKinds.includes(kind))) {
    return failure('linear-rejected', `Linear refused the request for good: ${message}.`, details);
  }
  const advice = 'It is tried again; if this goes on, check LINEAR_API_URL and the network.';
  return failure('linear-unavailable', `Linear did not answer as it should: ${message}. ${advice}`, details);
}

export function rateLimited(until: number, now: number, headers: Headers = new Headers()): ApplicationFailure {
  const message = `Linear's rate limit is used up; it is tried again after ${new Date(until).toISOString()}.`;
  return failure('linear-rate-limited', message, { requestId: requestIdOf(headers), delayMs: until - now });
}

export function putOff(until: number, now: number): ApplicationFailure {
  const message = `Linear's hourly budget is nearly used up; this comment can wait and is written after ${new Date(until).toISOString()}.`;
  return failure('linear-budget-low', message, { delayMs: until - now });
}

export function misconfigured(message: string): ApplicationFailure {
  return failure('linear-misconfigured', message);
}

export function unreadable(error: unknown, requestId: string | null): ApplicationFailure {
  const message = 'Linear answered in another shape than its API documents. Check LINEAR_API_URL.';
  return failure('linear-unavailable', message, { cause: error, requestId });
}

export function isFailure(error: unknown, type: LinearFailureType): error is ApplicationFailure {
  return error instanceof ApplicationFailure && error.type === type;
}

const finalTypes: LinearFailureType[] = ['linear-rejected', 'linear-unauthorised', 'linear-misconfigured'];

interface FailureFacts {
  cause?: unknown;
  status?: number;
  requestId?: string | null;
  delayMs?: number;
}

function failure(
  type: LinearFailureType,
  message: string,
  { cause, delayMs, ...details }: FailureFacts = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: finalTypes.includes(type),
    details: Object.values(details).some(Boolean) ? [details] : [],
    ...(cause === undefined ? {} : { cause: redactedCause(cause) }),
    ...(delayMs === undefined ? {} : { nextRetryDelay: Math.min(Math.max(delayMs, 1_000), longestDelayMs) }),
  });
}

export function requestIdOf(headers: Headers): string | null {
  return headers.get('x-request-id') ?? headers.get('cf-ray');
}
