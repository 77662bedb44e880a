import type { FaultRule } from '../../sandbox/faults/fault-book';
import type { StandIn } from '../../sandbox/http/stand-in';
import { eventually } from '../support/eventually';
import { Field, firing, resolved, scalePod, type WebhookAlert } from './field';

jest.setTimeout(150_000);

/** Longer than it takes to bring the other incidents to their steps. */
const delayMs = 20_000;

/**
 * One worker dies while five incidents stand at five different steps, each in the middle of a request that has its
 * effect all the same, although nobody is left to hear the answer.
 */
describe('a worker that is killed', () => {
  let field: Field;
  const opening = firing({ annotations: scalePod });
  const notifying = firing();
  const calling = firing({ annotations: scalePodOf('calling') });
  const verifying = firing({ annotations: scalePodOf('verifying') });
  const closing = firing({ annotations: scalePodOf('closing') });
  const alerts = { opening, notifying, calling, verifying, closing };

  beforeAll(async () => {
    field = await Field.start({
      monitored: false,
      sandbox: { fleet: { workloads: ['app', 'calling', 'verifying', 'closing'].map(workload) } },
    });
    await bringToTheirSteps(field, alerts);
    await field.stack.worker.crash();
    await field.stack.worker.start();
    for (const { faults } of standIns(field)) faults.clear();
    await eventually(() => field.reaches(opening, 'waiting', 60_000), { within: 60_000 });
    await field.post([notifying, calling, verifying, opening].map(resolved));
    for (const alert of Object.values(alerts)) await field.reaches(alert, 'closed', 60_000);
  });
  afterAll(() => field?.stop());

  test.each(Object.entries(alerts))('while %s leaves exactly one issue, which is completed', (_step, alert) => {
    expect(field.issues(alert)).toHaveLength(1);
    expect(field.state(field.issue(alert))).toBe('completed');
  });

  test.each(Object.entries(alerts))('while %s leaves no comment twice and ends with the resolution', (_step, alert) => {
    const headings = field.headings(alert);
    expect(headings).toEqual([...new Set(headings)]);
    expect(headings.at(-1)).toBe('Alert Resolved');
  });

  test.each([
    ['opening', opening],
    ['calling', calling],
    ['verifying', verifying],
    ['closing', closing],
  ])('while %s leaves exactly one effective call', (_step, alert) => {
    expect(field.effects(alert)).toHaveLength(1);
    expect(field.headings(alert)).toContain('Remediation Verified');
  });

  test('in the middle of a call repeats it under the same key', () => {
    const calls = field.calls(calling);
    expect(calls.map(({ result }) => result)).toEqual(['applied', 'repeated']);
    expect(new Set(calls.map(({ keys }) => keys.idempotencyKey)).size).toBe(1);
  });

  test('in the middle of a Slack message leaves at most one duplicate of it', () => {
    const about = field.stack.sandbox.slack.workspace.messages.filter(
      ({ text, thread_ts: thread }) => text.includes(notifying.labels.pod!) && thread === undefined,
    );
    expect(about.length).toBeGreaterThanOrEqual(1);
    expect(about.length).toBeLessThanOrEqual(2);
  });
});

const workload = (name: string) => ({ namespace: 'production', name, replicas: 2, load: 90 });

function scalePodOf(deployment: string): Record<string, string> {
  const parameters = { namespace: 'production', deployment, replicas: 3 };
  return { lambda_function: 'scale-pod', lambda_parameters: JSON.stringify(parameters) };
}

const standIns = ({ stack: { sandbox } }: Field): StandIn[] => [
  sandbox.linear,
  sandbox.slack,
  sandbox.functions,
  sandbox.kubernetes,
];

type Steps = Record<'opening' | 'notifying' | 'calling' | 'verifying' | 'closing', WebhookAlert>;

/** The later a step, the earlier its incident begins, so that no incident meets the delay of another. */
async function bringToTheirSteps(field: Field, steps: Steps): Promise<void> {
  const { linear, slack, functions, kubernetes } = field.stack.sandbox;
  await field.post([steps.closing]);
  await field.reaches(steps.closing, 'waiting');
  await holdAt(kubernetes, 'get', () => field.post([steps.verifying]));
  await holdAt(functions, 'scale-pod', () => field.post([steps.calling]));
  await eventually(() => slack.workspace.messages.length >= 3, { within: 20_000 });
  await holdAt(slack, 'chat.postMessage', () => field.post([steps.notifying]));
  await holdAt(linear, 'commentCreate', () => field.post([resolved(steps.closing)]));
  await holdAt(linear, 'issueCreate', () => field.post([steps.opening]));
}

/** Delays the next operation of this name, and waits until it has begun. */
async function holdAt({ faults, ledger }: StandIn, operation: string, begin: () => Promise<unknown>): Promise<void> {
  const rule: FaultRule = { match: { operation }, times: 1, action: { delayMs } };
  const held = (): number => ledger.entries().filter(({ result }) => result === 'fault').length;
  const before = held();
  faults.add(rule);
  await begin();
  await eventually(() => held() > before, { within: 20_000 });
}
