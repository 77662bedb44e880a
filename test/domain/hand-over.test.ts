import type { HandOverFacts } from '../../domain/hand-over';
import { handOverOf } from '../../domain/hand-over';
import type { CheckResult, ExecutionStatus, Plan, Verdict } from '../../domain/remediation';
import { planWith } from './firing-alert';

const close = 'The issue closes by itself when the alert ends.';
const startsAt = '2026-01-05T09:00:00.000Z';
const alice = { name: 'Alice', email: 'alice@example.com' };

const facts = (plan: Plan | null, more: Partial<HandOverFacts> = {}): HandOverFacts => ({
  to: alice,
  reason: 'It failed.',
  selection: {
    plan,
    method: plan && 'annotation',
    confidence: plan ? 1 : 0,
    reason: '',
    phases: [{ method: 'annotation', outcome: plan ? 'selected' : 'absent', reason: 'Why.' }],
  },
  execution: null,
  verification: null,
  undo: null,
  startsAt,
  ...more,
});
const ran = (status: ExecutionStatus, message = 'Scaled to 3') => ({
  status,
  message,
  attempts: 2,
  startedAt: startsAt,
  endedAt: startsAt,
});
const verified = (verdict: Verdict, checks: CheckResult[] = []) => ({
  verdict,
  checks,
  startedAt: startsAt,
  endedAt: startsAt,
});
const cpu: CheckResult = { name: 'CPU usage', status: 'failed', measured: '92%', expected: '< 80%' };

describe('a hand-over', () => {
  it('says who, why, what was looked for, and what to do where no remediation is known', () => {
    expect(handOverOf(facts(null))).toEqual({
      to: alice,
      reason: 'It failed.',
      workCompleted: ['Selection by annotation: absent. Why.'],
      currentState: 'The alert is firing; nothing was changed.',
      nextSteps: [
        'Find the cause and mend it by hand.',
        'Annotate the alert rule with lambda_function where this can be automated.',
        close,
      ],
      keyData: { 'Firing since': startsAt },
    });
  });

  it('names the remediation that was not run', () => {
    const { nextSteps, keyData } = handOverOf(facts(planWith()));
    expect(nextSteps).toEqual(['Run scale-pod on production/pod/app-xyz by hand if it is right.', close]);
    expect(keyData).toEqual({ 'Firing since': startsAt, Remediation: 'scale-pod', Target: 'production/pod/app-xyz' });
  });

  it('tells measured values, and of each check that could not be measured why', () => {
    const missing: CheckResult = {
      name: 'Replicas',
      status: 'not-available',
      measured: null,
      expected: '== 3',
      reason: 'No cluster is configured.',
    };
    const checks = [cpu, missing];
    const handOver = handOverOf(
      facts(planWith(), { execution: ran('succeeded'), verification: verified('failed', checks) }),
    );
    const said = 'CPU usage: 92% (< 80%) failed; Replicas: not available (No cluster is configured.)';
    expect(handOver.currentState).toBe(said);
    expect(handOver.workCompleted).toEqual([
      'Selection by annotation: selected. Why.',
      'Call succeeded after 2 attempt(s): Scaled to 3',
      `Verification: failed. ${said}`,
    ]);
    expect(handOver.nextSteps[0]).toBe('Look at production/pod/app-xyz: scale-pod did not help.');
    expect(handOver.keyData.Attempts).toBe('2');
  });

  it('asks to look before running again what may have had an effect', () => {
    const { nextSteps } = handOverOf(facts(planWith(), { execution: ran('unknown') }));
    expect(nextSteps[0]).toBe(
      'Look whether scale-pod had an effect on production/pod/app-xyz before running it again.',
    );
  });

  it('asks for a second cause where the checks hold and the alert goes on', () => {
    const more = { execution: ran('succeeded'), verification: verified('verified') };
    expect(handOverOf(facts(planWith(), more)).nextSteps[0]).toContain('a second cause');
  });

  it.each([
    [verified('verified'), 'Undo: call succeeded, checks verified.'],
    [null, 'Undo: call succeeded, not measured.'],
  ])('says what became of the undo', (verification, said) => {
    const more = { execution: ran('succeeded'), undo: { execution: ran('succeeded'), verification } };
    expect(handOverOf(facts(planWith(), more)).workCompleted.at(-1)).toBe(said);
  });
});
