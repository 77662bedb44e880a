import fc from 'fast-check';
import { fillPlaceholders } from '../../domain/placeholder';

const filled = (template: string, values: Record<string, unknown>) => fillPlaceholders(template, values, String);

describe('a template', () => {
  it.each([
    ['{namespace}/{pod}', { namespace: 'shop', pod: 'web-1' }, 'shop/web-1'],
    ['{a}{a}', { a: 1 }, '11'],
    ['{on} and {zero}', { on: false, zero: 0 }, 'false and 0'],
    ['{empty}', { empty: '' }, ''],
    ['no placeholder', {}, 'no placeholder'],
    ['{app="x"} {1} {}', {}, '{app="x"} {1} {}'],
  ])('%j is filled', (template, values, expected) => {
    expect(filled(template, values)).toBe(expected);
  });

  it.each([
    ['a value that is missing', '{a}{b}', { a: 1 }],
    ['a list', '{a}', { a: [1] }],
    ['an object', '{a}', { a: {} }],
    ['null', '{a}', { a: null }],
    ['what every object inherits', '{constructor}', {}],
    ['the prototype', '{__proto__}', {}],
  ])('is not filled at all with %s', (_, template, values) => {
    expect(filled(template, values)).toBeUndefined();
  });

  it('takes every value through the escape, and never fills what a value brings', () => {
    const escape = (value: string | number | boolean) => JSON.stringify(value);
    expect(fillPlaceholders('x={a}', { a: '"}' }, escape)).toBe('x="\\"}"');
    expect(filled('{a}', { a: '{b}', b: 'secret' })).toBe('{b}');
    expect(filled('{a}', { a: '$& $1' })).toBe('$& $1');
  });

  it('keeps every text that has no brace', () => {
    const plain = fc.string().filter((text) => !text.includes('{'));
    fc.assert(fc.property(plain, (text) => expect(filled(text, { a: 1 })).toBe(text)));
  });
});
