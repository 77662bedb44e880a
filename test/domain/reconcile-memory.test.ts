import fc from 'fast-check';
import { emptyMemory, packMemory, unpackMemory } from '../../domain/reconcile';
import type { Standing } from '../../domain/standing';

const fingerprint = 'ccf40201d09f839c';
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();

describe('the memory from look to look', () => {
  const remembered = fc.record({
    standing: fc.constantFrom<Standing>('active', 'silenced', 'inhibited', 'gone'),
    inPrometheus: fc.boolean(),
    misses: fc.nat(9),
  });
  const fingerprints = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 });
  const memories = fc.record({
    at: fc.option(fc.constant(at(0))),
    before: fc.option(fc.constant(at(1))),
    alerts: fc.dictionary(fingerprints, remembered, { noNullPrototype: true }),
    receivers: fc.array(fc.string()),
  });

  it('is the same after it was packed, sent as JSON and unpacked', () => {
    fc.assert(
      fc.property(memories, (memory) => {
        const sent = JSON.parse(JSON.stringify(packMemory(memory))) as ReturnType<typeof packMemory>;
        expect(unpackMemory(sent)).toEqual(memory);
      }),
    );
  });

  it('is empty at first', () => {
    expect(unpackMemory(undefined)).toEqual(emptyMemory);
    expect(unpackMemory(packMemory(emptyMemory))).toEqual(emptyMemory);
  });

  it('counts misses beyond nine as nine', () => {
    const alerts = { [fingerprint]: { standing: 'active' as const, inPrometheus: true, misses: 10 } };
    expect(unpackMemory(packMemory({ ...emptyMemory, alerts })).alerts[fingerprint]!.misses).toBe(9);
  });

  it('of ten thousand alerts takes 20 bytes each', () => {
    const known = { standing: 'active' as const, inPrometheus: true, misses: 0 };
    const alerts = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [i.toString(16).padStart(16, '0'), known]),
    );
    expect(JSON.stringify(packMemory({ ...emptyMemory, alerts })).length).toBeLessThan(201_000);
  });
});
