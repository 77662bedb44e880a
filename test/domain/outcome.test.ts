import fc from 'fast-check';
import type { OutcomeFacts } from '../../domain/outcome';
import { outcomeOf, span, splitTimes, withBudget } from '../../domain/outcome';
import type { ExecutionStatus, Verdict } from '../../domain/remediation';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 5, 9) + second * 1_000).toISOString();
const ran = (status: ExecutionStatus): OutcomeFacts['execution'] => ({
  status,
  message: '',
  attempts: 1,
  startedAt: at(1),
  endedAt: at(2),
});
const measured = (verdict: Verdict): OutcomeFacts['verification'] => ({
  verdict,
  checks: [],
  startedAt: at(2),
  endedAt: at(3),
});
const outcome = (more: Partial<OutcomeFacts>) =>
  outcomeOf({ takenOver: false, escalatedAfterRun: false, execution: null, verification: null, ...more });

describe('an incident closes as', () => {
  it('self-resolved where nothing was run', () => {
    expect(outcome({})).toBe('self-resolved');
    expect(outcome({ execution: ran('not-sent') })).toBe('self-resolved');
  });

  it('remediated where it ran and was verified, also where it was escalated because the alert went on', () => {
    expect(outcome({ execution: ran('succeeded'), verification: measured('verified') })).toBe('remediated');
    const late = { execution: ran('succeeded'), verification: measured('verified'), escalatedAfterRun: true };
    expect(outcome(late)).toBe('remediated');
  });

  it('human where someone took over, whatever ran before', () => {
    expect(outcome({ takenOver: true })).toBe('human');
    expect(outcome({ takenOver: true, execution: ran('succeeded'), verification: measured('verified') })).toBe('human');
  });

  it.each(['failed', 'unknown', 'succeeded'] as const)('human where a call that %s was escalated', (status) => {
    const verification = status === 'succeeded' ? measured('failed') : null;
    expect(outcome({ execution: ran(status), verification, escalatedAfterRun: true })).toBe('human');
  });

  it('unverified where it ran and nothing could be measured', () => {
    const facts = { execution: ran('succeeded'), verification: measured('unverified') };
    expect(outcome(facts)).toBe('unverified');
    expect(outcome({ ...facts, escalatedAfterRun: true })).toBe('unverified');
    expect(outcome({ execution: ran('succeeded') })).toBe('unverified');
  });

  it('unverified where the alert ended by itself after a call that failed', () => {
    expect(outcome({ execution: ran('failed') })).toBe('unverified');
    expect(outcome({ execution: ran('succeeded'), verification: measured('failed') })).toBe('unverified');
  });
});

describe('where the time went', () => {
  it('is split between the steps, and what none used is waiting', () => {
    const marks = {
      startsAt: at(0),
      endsAt: at(100),
      receivedAt: at(10),
      decidedAt: at(12),
      execution: { startedAt: at(12), endedAt: at(17) },
      verification: { startedAt: at(17), endedAt: at(47) },
    };
    expect(splitTimes(marks)).toEqual({ wait: 63_000, decide: 2_000, approve: 0, act: 5_000, verify: 30_000 });
  });

  it('is all waiting where nothing was decided or run', () => {
    const marks = {
      startsAt: at(0),
      endsAt: at(9),
      receivedAt: at(1),
      decidedAt: null,
      execution: null,
      verification: null,
    };
    expect(splitTimes(marks)).toEqual({ wait: 9_000, decide: 0, approve: 0, act: 0, verify: 0 });
  });

  it('is never negative and sums up to the whole, whatever the clocks say', () => {
    const instant = fc.integer({ min: -1_000, max: 1_000 }).map(at);
    const stretch = fc.option(fc.record({ startedAt: instant, endedAt: instant }));
    const marks = fc.record({
      startsAt: instant,
      endsAt: instant,
      receivedAt: instant,
      decidedAt: fc.option(instant),
      execution: stretch,
      verification: stretch,
    });
    fc.assert(
      fc.property(marks, (given) => {
        const parts = Object.values(splitTimes(given));
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part)).toBe(span(given.startsAt, given.endsAt));
      }),
    );
  });
});

describe('the error budget of an incident', () => {
  it('is the first, the lowest and the last reading', () => {
    const impact = [0.8, 0.5, 0.6].reduce(withBudget, null);
    expect(impact).toEqual({ opening: 0.8, lowest: 0.5, closing: 0.6 });
  });

  it('is unknown at each moment that was not measured', () => {
    expect([null, 0.5, null].reduce<ReturnType<typeof withBudget> | null>(withBudget, null)).toEqual({
      opening: null,
      lowest: 0.5,
      closing: null,
    });
    expect(withBudget(null, null)).toEqual({ opening: null, lowest: null, closing: null });
  });
});
