import fc from 'fast-check';
import { parseExpression } from '../../../activities/prometheus/promql';
import { narrowed, quoteLabelValue } from '../../../activities/prometheus/selector';

const narrow = (source: string, labels: Record<string, string>): string =>
  narrowed(parseExpression(source)!.selectors[0]!, labels);

describe('a narrowed selector', () => {
  it('takes series that carry the value or lack the label', () => {
    expect(narrow('a', { pod: 'x' })).toBe('a{pod=~"x|",}');
    expect(narrow('a{b="c"}', { pod: 'x', node: 'y' })).toBe('a{pod=~"x|",node=~"y|",b="c"}');
    expect(narrow('{__name__="a",}', { pod: 'x' })).toBe('{pod=~"x|",__name__="a",}');
  });

  it('means the value itself, not a pattern', () => {
    expect(narrow('a', { pod: 'x.*|y"' })).toBe(String.raw`a{pod=~"x\\.\\*\\|y\"|",}`);
  });

  it('leaves out labels that PromQL cannot name', () => expect(narrow('a', { 'x y': 'z' })).toBe('a'));

  it('stays one selector, whatever the values hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('a', 'a{}', 'a{b="c"}', '{b="c",}'), (value, source) => {
        const selectors = parseExpression(narrow(source, { pod: value }))?.selectors;
        expect(selectors).toHaveLength(1);
      }),
    );
  });
});

it('a quoted label value is one PromQL string', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(parseExpression(`a{b=${quoteLabelValue(value)}}`)?.selectors).toHaveLength(1);
    }),
  );
});
