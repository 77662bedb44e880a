import fc from 'fast-check';
import { parseRetryAfter } from '../../../activities/functions/retry-after';

const now = Date.parse('2026-11-21T04:19:43.000Z');

it.each<[string | null, number | null]>([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sat, 21 Nov 2026 04:20:43 GMT', 60_000],
  ['Sat, 21 Nov 2026 04:00:00 GMT', 0],
  ['999999999999', 86_400_000],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %j is %j ms', (header, expected) => expect(parseRetryAfter(header, now)).toBe(expected));

it('any Retry-After is a wait of at most a day, or none', () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      const wait = parseRetryAfter(header, now);
      expect(wait === null || (wait >= 0 && wait <= 86_400_000)).toBe(true);
    }),
  );
});
