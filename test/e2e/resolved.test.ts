import type { StandIn } from '../../sandbox/http/stand-in';
import { eventually } from '../support/eventually';
import { Field, firing, resolved, scalePod, type WebhookAlert } from './field';

jest.setTimeout(60_000);

describe('an alert that resolves', () => {
  let field: Field;
  beforeAll(async () => {
    // What is measured at once after a call must not wait for a new replica.
    const sandbox = { fleet: { readyAfterMs: 0 } };
    field = await Field.start({ monitored: false, sandbox, timing: { cooldown: '1ms' } });
  });
  afterAll(() => field?.stop());
  afterEach(() => {
    const { linear, functions, kubernetes } = field.stack.sandbox;
    for (const { faults } of [linear, functions, kubernetes]) faults.clear();
  });

  /** Sends the firing event, and the resolved one in the middle of the operation. */
  async function resolvedDuring(standIn: StandIn, operation: string, alert: WebhookAlert): Promise<void> {
    const held = (): number => standIn.ledger.entries().filter(({ result }) => result === 'fault').length;
    const before = held();
    standIn.faults.add({ match: { operation }, times: 1, action: { delayMs: 1_000 } });
    await field.post([alert]);
    await eventually(() => held() > before);
    await field.post([resolved(alert)]);
    await field.reaches(alert, 'closed');
  }

  test('before any worker took it up gets an issue with one comment, and nothing is run', async () => {
    const alert = firing({ annotations: scalePod });
    await field.stack.worker.stop();
    const answer = await field.post([alert, resolved(alert)]);
    await field.stack.worker.start();
    expect(await answer.json()).toMatchObject({ accepted: [{ action: 'started' }, { action: 'signalled' }] });
    await field.reaches(alert, 'closed');
    expect(field.headings(alert)).toEqual(['Alert Resolved']);
    expect(field.comments(alert)[0]).toContain('resolved before remediation ran');
    expect(field.calls(alert)).toEqual([]);
    expect(await field.view(alert)).toMatchObject({ outcome: 'self-resolved' });
  });

  test('while its issue is being opened is closed without a call', async () => {
    const alert = firing({ annotations: scalePod });
    await resolvedDuring(field.stack.sandbox.linear, 'issueCreate', alert);
    expect(field.calls(alert)).toEqual([]);
    expect(field.headings(alert).at(-1)).toBe('Alert Resolved');
    expect(field.comments(alert).at(-1)).toContain('resolved before remediation ran');
    expect(field.state(field.issue(alert))).toBe('completed');
  });

  test('while the function is called is measured once before it is closed', async () => {
    const alert = firing({ annotations: scalePod });
    await resolvedDuring(field.stack.sandbox.functions, 'scale-pod', alert);
    expect(field.effects(alert)).toHaveLength(1);
    expect(field.headings(alert).slice(-2)).toEqual(['Remediation Verified', 'Alert Resolved']);
    expect(await field.view(alert)).toMatchObject({ outcome: 'remediated' });
  });

  test('while it is verified is measured once more, at once', async () => {
    const alert = firing({ annotations: scalePod });
    await resolvedDuring(field.stack.sandbox.kubernetes, 'get', alert);
    const headings = field.headings(alert);
    expect(headings.slice(-2)).toEqual(['Remediation Verified', 'Alert Resolved']);
    expect(headings).toEqual([...new Set(headings)]);
  });

  test('after it was verified is closed as remediated', async () => {
    const alert = firing({ annotations: scalePod });
    await field.post([alert]);
    await field.reaches(alert, 'waiting');
    await field.post([resolved(alert)]);
    await field.reaches(alert, 'closed');
    expect(field.headings(alert)).toEqual(['Remediation Selected', 'Remediation Verified', 'Alert Resolved']);
  });

  test('twice changes nothing the second time', async () => {
    const alert = firing({ annotations: scalePod });
    await field.post([alert]);
    await field.reaches(alert, 'waiting');
    const end = resolved(alert);
    await field.post([end]);
    await field.reaches(alert, 'closed');
    const before = field.headings(alert);
    await field.post([alert, end]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(field.headings(alert)).toEqual(before);
    expect(await field.view(alert)).toMatchObject({ phase: 'closed' });
  });

  test('without ever having fired starts nothing', async () => {
    const alert = firing();
    const answer = await field.post([resolved(alert)]);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ accepted: [{ action: 'ignored' }] });
    expect(field.issues(alert)).toEqual([]);
  });
});
