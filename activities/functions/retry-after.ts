const maxMs = 24 * 60 * 60 * 1_000;

/** The `Retry-After` header in milliseconds, written as seconds or as a date; `null` where absent or unreadable. At most a day. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const written = header?.trim() ?? '';
  if (/^\d+$/.test(written)) return Math.min(Number(written) * 1_000, maxMs);
  const date = /[a-z]/i.test(written) ? Date.parse(written) : NaN;
  return Number.isNaN(date) ? null : Math.min(Math.max(date - now, 0), maxMs);
}
