import fc from 'fast-check';
import { durationInWords } from '../../../domain/issue/duration';
import { formatPercent } from '../../../domain/issue/percent';

test.each([
  [0.999, '99.9%'],
  [0.9985, '99.85%'],
  [0.0005, '0.05%'],
  [0.0001, '0.01%'],
  [0.00004, '<0.01%'],
  [0, '<0.01%'],
  [-0, '<0.01%'],
  [1, '100%'],
  [0.99999, '>99.99%'],
  [-0.125, '-12.5%'],
  [-0.00001, '>-0.01%'],
  [1.5, '150%'],
  [null, 'unknown'],
  [NaN, 'unknown'],
  [Infinity, 'unknown'],
])('formats the fraction %p as %s', (fraction, words) => {
  expect(formatPercent(fraction)).toBe(words);
});

test('no fraction is shown as 0%, and none but 1 as 100%', () => {
  fc.assert(
    fc.property(fc.double({ min: -0.9999, max: 0.999999, noNaN: true }), (fraction) => {
      expect(['0%', '-0%', '100%']).not.toContain(formatPercent(fraction));
    }),
  );
});

test.each([
  [0, '0 seconds'],
  [400, 'less than a second'],
  [1_000, '1 second'],
  [59_600, '1 minute'],
  [192_000, '3 minutes 12 seconds'],
  [3_600_000, '1 hour'],
  [7_500_000, '2 hours 5 minutes'],
  [90_061_000, '1 day 1 hour'],
])('says %d ms as "%s"', (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});
