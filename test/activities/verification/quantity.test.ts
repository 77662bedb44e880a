import fc from 'fast-check';
import { compare, formatMeasured, formatQuantity } from '../../../activities/verification/quantity';

it.each<[number, string | undefined, string]>([
  [45, '%', '45%'],
  [0.05, undefined, '0.05'],
  [45.678, '%', '45.68%'],
  [0.000123, undefined, '0.00012'],
  [-0.001, undefined, '-0.001'],
  [1_234_567, undefined, '1234567'],
  [120, 'ms', '120 ms'],
  [0, ' req/s', '0 req/s'],
  [-Infinity, undefined, '-Inf'],
])('%d with unit %j is shown as %s', (value, unit, shown) => expect(formatQuantity(value, unit)).toBe(shown));

it('a value is never shown on the wrong side of its limit', () => {
  expect(formatMeasured(80.001, '>', 80, '%')).toBe('80.001%');
  expect(formatMeasured(79.99999, '<', 80)).toBe('79.99999');
  const op = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
  const number = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(number, op, number, (value, operator, limit) => {
      const shown = Number(formatMeasured(value, operator, limit));
      expect(compare(shown, operator, limit)).toBe(compare(value, operator, limit));
    }),
  );
});
