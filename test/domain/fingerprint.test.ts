import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { fingerprintOf } from '../../domain/fingerprint';

interface Group {
  alerts: { labels: Record<string, string>; fingerprint: string }[];
}

const alertsOf = (name: string): Group['alerts'] => {
  const path = join(__dirname, '../fixtures/alertmanager', `${name}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as Group).alerts;
};

describe('the fingerprint of a label set', () => {
  it.each(['firing', 'resolved', 'mixed'])('is the one that Alertmanager sent in its %s group', (name) => {
    for (const { labels, fingerprint } of alertsOf(name)) expect(fingerprintOf(labels)).toBe(fingerprint);
  });

  it('of the firing fixture is ccf40201d09f839c', () => {
    expect(alertsOf('firing').map(({ labels }) => fingerprintOf(labels))).toEqual(['ccf40201d09f839c']);
  });

  it('of no labels is the offset basis of FNV-1a', () => {
    expect(fingerprintOf({})).toBe('cbf29ce484222325');
  });

  // The expected values were computed by Go: sort.Strings and the FNV-1a of prometheus/common.
  it.each([
    ['letters beyond ASCII', { alertname: 'Überlast', région: 'münchen' }, '98ddc4f9725c7645'],
    ['names that UTF-16 would sort otherwise', { alertname: 'A', '～': 'bmp', '😀': 'astral' }, 'e52feb35c00820ee'],
    ['a name that begins another, and an empty value', { alertname: 'A', a: '', ab: 'x' }, '369a48627a590535'],
  ])('is what Go computes for %s', (_, labels, expected) => {
    expect(fingerprintOf(labels)).toBe(expected);
  });

  it('does not depend on the order of the labels', () => {
    const labels = fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), {
      selector: ([name]) => name,
      maxLength: 8,
    });
    const shuffled = labels.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, others]) => {
        expect(fingerprintOf(Object.fromEntries(others))).toBe(fingerprintOf(Object.fromEntries(entries)));
      }),
    );
  });

  it('tells a name from its value', () => {
    expect(fingerprintOf({ ab: 'c' })).not.toBe(fingerprintOf({ a: 'bc' }));
  });
});
