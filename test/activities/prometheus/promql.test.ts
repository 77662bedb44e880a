import fc from 'fast-check';
import { parseExpression } from '../../../activities/prometheus/promql';

const comparisonOf = (source: string) => {
  const comparison = parseExpression(source)?.comparison;
  return comparison && `${comparison.value} ${comparison.op} ${comparison.limit}`;
};

describe('the outermost comparison of an expression', () => {
  it.each([
    ['checkout:error_ratio > 0.05', 'checkout:error_ratio > 0.05'],
    ['(a > 80)', 'a > 80'],
    ['((a) > (80))', '(a) > (80)'],
    ['sum by (pod) (rate(a{x="> 1"}[5m])) / b >= 0.5', 'sum by (pod) (rate(a{x="> 1"}[5m])) / b >= 0.5'],
    ['a > on(pod) group_left(node) b', 'a > b'],
    ['a offset 5m > 80', 'a offset 5m > 80'],
    ['a > b offset 5m', 'a > b offset 5m'],
    ['a + b offset 5m > 80 @ end()', 'a + b offset 5m > 80 @ end()'],
    ['-a < -5', '-a < -5'],
    ['# why\n(a # is it\n > 80 # limit\n)', 'a > 80'],
    ['a > 1 > 2', 'a > 1 > 2'],
  ])('of %s is %s', (source, expected) => expect(comparisonOf(source)).toBe(expected));

  it.each([
    ['80 < a', 'a > 80'],
    ['(2 * 40) <= a offset 1m', 'a offset 1m >= (2 * 40)'],
    ['time() - 60 > a', 'a < time() - 60'],
    ['scalar(b) != a', 'a != scalar(b)'],
    ['vector(80) < a', 'vector(80) < a'],
  ])('has the value on its left: %s becomes %s', (source, expected) => expect(comparisonOf(source)).toBe(expected));

  it.each([
    'a and b > 1',
    'a > 1 or b > 1',
    '(a > 1) unless b',
    'absent(a)',
    '-(a > 1)',
    'a > bool 1',
    'a and b offset 5m > 3',
  ])('does not exist in %s', (source) => expect(parseExpression(source)).toMatchObject({ comparison: null }));

  it('is told to match on some labels only where it has on or ignoring', () => {
    expect(parseExpression('a > ignoring(x) b')?.comparison?.matchesSomeLabels).toBe(true);
    expect(parseExpression('a > b')?.comparison?.matchesSomeLabels).toBe(false);
  });

  it.each(['', '# nothing', 'sum(', 'a >', 'a{x="1"', 'http://example.org/?q=1', `a${' '.repeat(20_000)}`])(
    'is not looked for in what is no PromQL: %.20s',
    (source) => expect(parseExpression(source)).toBeUndefined(),
  );
});

describe('the selectors of an expression', () => {
  it('are listed with where their matchers begin', () => {
    const selectors = parseExpression('sum(rate(a{x="1"}[5m])) / on(x) {__name__="b"} > c')?.selectors;
    expect(selectors?.map(({ text, brace }) => [text, brace])).toEqual([
      ['a{x="1"}', 1],
      ['{__name__="b"}', 0],
      ['c', null],
    ]);
  });

  it('keep the time shift that Prometheus gives them, not their neighbours', () => {
    const shiftsOf = (source: string) =>
      parseExpression(source)?.selectors.map(({ text, shift }) => `${text}:${shift}`);
    expect(shiftsOf('a - a offset 1h > 3')).toEqual(['a:', 'a:offset 1h']);
    expect(shiftsOf('rate(a[5m] offset 1h) + b')).toEqual(['a:offset 1h', 'b:']);
    expect(shiftsOf('max_over_time((a + b)[5m:1m] @ 17) > c')).toEqual(['a:@ 17', 'b:@ 17', 'c:']);
    expect(shiftsOf('a and b offset 5m > 3')).toEqual(['a:', 'b:offset 5m']);
  });

  it('lead where the result has no series without them', () => {
    const leading = (source: string) =>
      parseExpression(source)
        ?.selectors.filter((selector) => selector.leading)
        .map(({ text }) => text);
    expect(leading('(a > 1 and b) unless c')).toEqual(['a']);
    expect(leading('a > 1 or b')).toEqual(['a', 'b']);
    expect(leading('a / b > c')).toEqual(['a', 'b', 'c']);
  });
});

describe('any expression', () => {
  const selector = fc.constantFrom('a', 'job:b:rate5m', 'c{x="y",z!~"> 1|("}', '{__name__="d"}', "e{x='#'}");
  const operand: fc.Arbitrary<string> = fc.letrec<{ operand: string }>((tie) => ({
    operand: fc.oneof(
      { maxDepth: 4 },
      selector,
      fc.constantFrom('80', '-0.5', 'time()', 'vector(1)'),
      selector.map((text) => `rate(${text}[5m] offset 1m)`),
      selector.map((text) => `${text} @ end()`),
      tie('operand').map((inner) => `(${inner})`),
      tie('operand').map((inner) => `sum by (x) (${inner})`),
      fc
        .tuple(
          tie('operand'),
          fc.constantFrom('+', '/', 'and', 'unless on(x)', 'or', '> bool', '* on(x) group_left()'),
          tie('operand'),
        )
        .map((parts) => parts.join(' ')),
    ),
  })).operand;
  const comparison = fc
    .tuple(operand, fc.constantFrom('>', '<', '>=', '<=', '==', '!= on(x)'), operand)
    .map(([left, op, right]) => `(${left}) ${op} (${right})`);

  it('can be parsed again without its outermost comparison', () => {
    fc.assert(
      fc.property(comparison, (source) => {
        const found = parseExpression(source)?.comparison;
        expect(found).toBeTruthy();
        expect(parseExpression(found!.value)).toBeDefined();
        expect(parseExpression(found!.limit)).toBeDefined();
      }),
    );
  });

  it('never throws, whatever it holds', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'a()[]{}"\'`<>=!~+-,# \n5m@'), maxLength: 60 });
    fc.assert(fc.property(fc.oneof(fc.string(), noise), (source) => void parseExpression(source)));
  });
});
