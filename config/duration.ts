import { z } from 'zod';

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Longest duration that a timer takes, in milliseconds: about 24.8 days. */
export const longestTimerMs = 2_147_483_647;

/** `90s`, `10m`, `7d` as milliseconds; `undefined` where it is no duration above zero. */
export function parseDuration(written: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(written);
  const milliseconds = match ? Math.round(Number(match[1]) * unitMs[match[2]!]!) : 0;
  return milliseconds > 0 ? milliseconds : undefined;
}

const howToWrite = 'must be a number with a unit (ms, s, m, h or d), such as 90s or 10m';

export const duration = z.string(howToWrite).transform((written, context) => {
  const milliseconds = parseDuration(written);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue(howToWrite);
  return z.NEVER;
});

export const timerDuration = duration.refine(
  (milliseconds) => milliseconds <= longestTimerMs,
  'must be at most 24 days',
);
