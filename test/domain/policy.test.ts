import { coolingUntil, decidePolicy } from '../../domain/policy';
import type { Selection } from '../../domain/remediation';
import { planWith } from './firing-alert';

const selectedBy = (method: Selection['method']): Selection => ({
  plan: planWith(),
  method,
  confidence: 1,
  reason: '',
  phases: [],
});
const annotated = selectedBy('annotation');

describe('without a policy file', () => {
  it.each(['low', 'medium'] as const)('an annotated function of %s risk runs', (risk) => {
    expect(decidePolicy(planWith({ risk }), annotated)).toEqual({
      outcome: 'auto',
      reason: `An annotated function of ${risk} risk runs.`,
    });
  });

  it('high risk is only proposed', () => {
    expect(decidePolicy(planWith({ risk: 'high' }), annotated)).toMatchObject({
      outcome: 'propose',
      reason: expect.stringContaining('risk is high') as string,
    });
  });

  it('a pull request is only proposed', () => {
    expect(decidePolicy(planWith({ executor: 'pull-request' }), annotated).outcome).toBe('propose');
  });

  it.each(['trm', 'rag', 'few-shot', 'function-calling', null] as const)('what %s chose is only proposed', (method) => {
    expect(decidePolicy(planWith(), selectedBy(method)).outcome).toBe('propose');
  });
});

describe('cooldown', () => {
  const ranAt = '2026-01-05T09:00:00.000Z';
  const ended = Date.parse(ranAt);
  const run = { remediation: 'scale-pod', target: 'production/pod/app-xyz', endedAt: ranAt };

  it('lasts its time from the end of the run', () => {
    expect(coolingUntil(planWith(), [run], 60_000, ended + 59_999)).toEqual({ ranAt, until: ended + 60_000 });
    expect(coolingUntil(planWith(), [run], 60_000, ended + 60_000)).toBeNull();
  });

  it('counts from the newest run', () => {
    const older = { ...run, endedAt: '2026-01-05T08:00:00.000Z' };
    expect(coolingUntil(planWith(), [older, run], 60_000, ended)?.ranAt).toBe(ranAt);
    expect(coolingUntil(planWith(), [run, older], 60_000, ended)?.ranAt).toBe(ranAt);
  });

  it('holds for one remediation on one target', () => {
    expect(coolingUntil(planWith({ remediation: 'restart-pod' }), [run], 60_000, ended)).toBeNull();
    expect(coolingUntil(planWith({ target: 'production/pod/other' }), [run], 60_000, ended)).toBeNull();
    expect(coolingUntil(planWith(), [], 60_000, ended)).toBeNull();
  });
});
