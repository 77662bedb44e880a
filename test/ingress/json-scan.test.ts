import fc from 'fast-check';
import { scanJson } from '../../ingress/json-scan';

const scan = (text: string) => scanJson(Buffer.from(text));

describe('the scan of JSON bytes', () => {
  it('finds nothing in any JSON that a serialiser wrote', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (json) => expect(scan(json)).toEqual({ tooDeep: false, duplicates: [] })),
    );
  });

  it('finds a key that was put in twice, wherever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat(3)), { maxLength: 8 }), fc.string(), (path, key) => {
        const twice = `{${JSON.stringify(key)}:1,${JSON.stringify(key)}:2}`;
        const json = path.reduceRight<string>(
          (inner, part) =>
            typeof part === 'string' ? `{${JSON.stringify(part)}:${inner}}` : `[${'"[{,",'.repeat(part)}${inner}]`,
          twice,
        );
        const pointer = [...path, key]
          .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
          .join('');
        expect(scan(json).duplicates).toEqual([pointer]);
      }),
    );
  });

  it.each([
    ['the same key in two objects', '[{"a":1},{"a":2}]', []],
    ['a value that looks like a key', '{"a":"a","b":["a","a"]}', []],
    ['a key written with an escape', '{"pod":1,"p\\u006fd":2}', ['/pod']],
    ['quotes that are escaped', '{"a\\"":1,"a\\\\":2,"a":3}', []],
    ['a key after a nested object', '{"a":{"b":1},"a":2}', ['/a']],
  ])('tells %s apart', (_, json, duplicates) => expect(scan(json).duplicates).toEqual(duplicates));

  it('takes 32 levels and no more', () => {
    expect(scan('['.repeat(32) + ']'.repeat(32)).tooDeep).toBe(false);
    expect(scan('['.repeat(33) + ']'.repeat(33)).tooDeep).toBe(true);
    expect(scan(JSON.stringify('['.repeat(100))).tooDeep).toBe(false);
  });

  it('ends on any bytes whatever', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        expect(() => scanJson(Buffer.from(bytes))).not.toThrow(),
      ),
    );
  });
});
