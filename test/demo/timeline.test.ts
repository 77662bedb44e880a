import { nextStep, stepNames, timelineOf } from '../../demo/timeline';
import { wholeIncident, zero } from './facts.fixture';

describe('the timeline', () => {
  test('of nothing is empty, and the load comes first', () => {
    expect(timelineOf({ cpu: {}, history: {} })).toEqual([]);
    expect(nextStep([])).toBe('load');
  });

  test('of a whole incident has every step, in the order in which they happened', () => {
    const steps = timelineOf(wholeIncident());
    expect(steps.map(({ name }) => name).sort()).toEqual([...stepNames].sort());
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).sort((a, b) => a - b));
    expect(nextStep(steps)).toBeUndefined();
  });

  test('shows what was measured and where it came from', () => {
    const details = Object.fromEntries(timelineOf(wholeIncident()).map(({ name, detail }) => [name, detail]));
    expect(details).toMatchObject({
      load: 'to 190; CPU was at 45 %',
      fired: 'PodCPUHigh on app-xyz, CPU at 95 %',
      received: 'Temporal has incident/567f85ddc857ccd1',
      slm: 'availability 99.85% of 99.9%, 39.96% error budget left, severity high',
      issue: 'SRE-1, priority High, assigned to alice',
      notified: 'Slack #sre-alerts and mail to alice@example.com',
      selected: 'scale-pod on production/deployment/app by annotation, confidence 100%',
      executed: 'scale-pod changed replicas from 2 to 3',
      verified: 'CPU usage 63.33% (< 80%)',
      completed: 'SRE-1 is closed as remediated',
    });
  });

  test('counts the on-call engineer as notified when the slower of the two messages is there', () => {
    const facts = wholeIncident();
    expect(timelineOf(facts).find(({ name }) => name === 'notified')?.at).toBe(zero + 900);
    expect(timelineOf({ ...facts, mail: undefined }).some(({ name }) => name === 'notified')).toBe(false);
  });

  test('of a reopened issue expects no second mail', () => {
    const facts = wholeIncident();
    const steps = timelineOf({ ...facts, mail: undefined, issue: { ...facts.issue!, reopened: true } });
    expect(steps.find(({ name }) => name === 'issue')?.title).toBe('Issue reopened');
    expect(steps.find(({ name }) => name === 'notified')?.detail).toBe('Slack #sre-alerts, in its thread');
  });

  test('marks a verification that failed, and never calls it verified', () => {
    const facts = wholeIncident();
    const failed = { ...facts.history.verified!.value, verdict: 'failed' as const };
    const steps = timelineOf({ ...facts, history: { ...facts.history, verified: { at: zero, value: failed } } });
    expect(steps.find(({ name }) => name === 'verified')).toMatchObject({ title: 'Verification: failed', ok: false });
  });

  test('does not call an incident completed before Temporal says that it is closed', () => {
    const facts = wholeIncident();
    const steps = timelineOf({ ...facts, view: { ...facts.view!, phase: 'waiting' } });
    expect(nextStep(steps)).toBe('completed');
  });
});
