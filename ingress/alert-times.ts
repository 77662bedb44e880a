import { AlertMistake } from './alert-mistake';

const dayMs = 86_400_000;
const rfc3339 = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;
/** Go's zero time, which senders write where they have none. */
const zeroTime = /^0001-01-01T00:00:00(?:\.0+)?Z$/;

/** RFC 3339, also with nanoseconds, which are dropped; not more than a day ahead. */
export function readStartsAt(written: unknown, now: Date): Date {
  if (typeof written === 'string' && zeroTime.test(written)) throw new AlertMistake('/startsAt', 'startsAt is not set');
  return readTime(written, '/startsAt', now);
}

/** Only a resolved alert has an end: what senders write into a firing one is when they would give up on it. */
export function readEndsAt(written: unknown, status: 'firing' | 'resolved', startsAt: Date, now: Date): Date | null {
  if (status === 'firing') return null;
  if (
    written === undefined ||
    written === null ||
    written === '' ||
    (typeof written === 'string' && zeroTime.test(written))
  ) {
    throw new AlertMistake('/endsAt', 'a resolved alert needs endsAt');
  }
  const endsAt = readTime(written, '/endsAt', now);
  if (endsAt < startsAt) throw new AlertMistake('/endsAt', 'endsAt is before startsAt');
  return endsAt;
}

function readTime(written: unknown, pointer: string, now: Date): Date {
  const time = typeof written === 'string' ? parseRfc3339(written) : undefined;
  if (!time) throw new AlertMistake(pointer, 'is not an RFC 3339 time');
  if (time.getTime() > now.getTime() + dayMs) throw new AlertMistake(pointer, 'is more than a day in the future');
  if (time.getTime() < 0) throw new AlertMistake(pointer, 'is before 1970');
  return time;
}

export function parseRfc3339(written: string): Date | undefined {
  const date = rfc3339.exec(written)?.[1];
  const time = new Date(written);
  if (date === undefined || Number.isNaN(time.getTime())) return undefined;
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date) ? time : undefined;
}
