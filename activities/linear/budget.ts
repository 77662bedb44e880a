import { parseRetryAfter } from '../functions/retry-after';

/** What Linear's own headers say about the requests that are left, kept per process. Moments in milliseconds since the epoch. */
export interface RequestBudget {
  /** Takes note of the headers of any answer. */
  observe(headers: Headers): void;
  /** Takes note that Linear refused a request for its rate; returns when to ask again. */
  exhausted(headers: Headers): number;
  /** When the next request may be sent; `null` = now. */
  blockedUntil(): number | null;
  /**
   * Until when a write that can wait is put off; `null` = do it now. The same `key` is put off until the reset that
   * was first foreseen for it, never longer.
   */
  putOffUntil(key: string): number | null;
}

/** Below this share of the hourly budget writes that can wait do. */
const reserve = 0.1;

/** Where Linear refuses without saying until when. */
const defaultPauseMs = 60_000;

export function createRequestBudget(clock: () => number): RequestBudget {
  let lowUntil = 0;
  let refusedUntil = 0;
  const putOff = new Map<string, number>();
  const later = (moment: number): number | null => (moment > clock() ? moment : null);
  return {
    observe: (headers) => {
      const { limit, remaining, reset } = readBudget(headers, 'requests');
      if (limit === null || remaining === null) return;
      lowUntil = remaining < limit * reserve ? (reset ?? clock() + defaultPauseMs) : 0;
    },
    exhausted: (headers) => (refusedUntil = resetOf(headers, clock())),
    blockedUntil: () => later(refusedUntil),
    putOffUntil: (key) => {
      const until = later(putOff.get(key) ?? lowUntil);
      if (until === null) putOff.delete(key);
      else putOff.set(key, until);
      return until;
    },
  };
}

/** The budget that is used up decides; `Retry-After` where Linear says nothing else. */
function resetOf(headers: Headers, now: number): number {
  const budgets = (['requests', 'complexity', 'endpoint-requests'] as const).map((name) => readBudget(headers, name));
  const used = budgets.filter(({ remaining, reset }) => reset !== null && remaining !== null && remaining < 1);
  const resets = (used.length > 0 ? used : budgets.slice(0, 1)).flatMap(({ reset }) => reset ?? []);
  if (resets.length > 0) return Math.max(...resets);
  return now + (parseRetryAfter(headers.get('retry-after'), now) ?? defaultPauseMs);
}

function readBudget(
  headers: Headers,
  name: string,
): { limit: number | null; remaining: number | null; reset: number | null } {
  const read = (part: string): number | null => {
    const written = headers.get(`x-ratelimit-${name}-${part}`);
    return written !== null && /^\d+(\.\d+)?$/.test(written) ? Number(written) : null;
  };
  return { limit: read('limit'), remaining: read('remaining'), reset: read('reset') };
}
