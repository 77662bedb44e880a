import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually';
import { Field } from './field';

jest.setTimeout(90_000);

describe('with a real Alertmanager', () => {
  let field: Field;
  beforeAll(async () => {
    field = await Field.start({ rules: [], timing: { reconcileInterval: '1s' } });
  });
  afterAll(() => field?.stop());

  const api = (path: string): string => `${field.stack.monitoring!.alertmanager.url}/api/v2/${path}`;

  async function send(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(api(path), { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return answer.headers.get('content-type')?.includes('json') ? answer.json() : undefined;
  }

  const newAlert = () => ({
    labels: { alertname: 'PodCPUHigh', pod: `pod-${randomUUID().slice(0, 8)}`, severity: 'warning' },
    annotations: { summary: 'CPU is high' },
    startsAt: new Date().toISOString(),
  });

  async function fire(alert: ReturnType<typeof newAlert>): Promise<void> {
    await send('alerts', [alert]);
    await eventually(() => field.reaches(alert, 'escalated'), { within: 20_000 });
    // Only an Alertmanager that has been seen to list the alert can say later that it is gone.
    await looked(new Date());
  }

  /** Waits until the reconciler has begun and ended a look after this moment. */
  async function looked(after: Date): Promise<void> {
    const since = `StartTime > "${after.toISOString()}"`;
    const query = `WorkflowType="reconcileAlertmanager" AND ExecutionStatus="Completed" AND ${since}`;
    await eventually(async () => (await field.client.workflow.count(query)).count > 0, { within: 15_000 });
  }

  test('an alert that is silenced parks its incident, and one whose silence expires goes on', async () => {
    const alert = newAlert();
    await fire(alert);
    await send('silences', {
      matchers: [{ name: 'pod', value: alert.labels.pod, isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 5_000).toISOString(),
      createdBy: 'alice',
      comment: 'Known, being worked on',
    });
    await field.reaches(alert, 'parked');
    await eventually(() => field.headings(alert).at(-1) === 'Parked');
    await field.reaches(alert, 'escalated');
    await eventually(() => field.headings(alert).at(-1) === 'Resumed');
    expect(field.headings(alert).filter((heading) => heading === 'Parked')).toHaveLength(1);
    expect(field.state(field.issue(alert))).not.toBe('completed');
  });

  test('an alert that ends while nobody can be told is closed as gone, never as resolved', async () => {
    const alert = newAlert();
    await fire(alert);
    await field.stack.ingress.stop();
    await send('alerts', [{ ...alert, endsAt: new Date().toISOString() }]);
    await field.reaches(alert, 'closed');
    expect(field.headings(alert).at(-1)).toBe('Alert Gone');
    expect(field.comments(alert).at(-1)).toContain('two looks in a row at Alertmanager do not list the alert');
    expect(field.state(field.issue(alert))).toBe('completed');
    await field.stack.ingress.start();
  });

  test('an alert that no webhook brought is found and gets its incident', async () => {
    await field.stack.ingress.stop();
    const alert = newAlert();
    await send('alerts', [alert]);
    await eventually(() => field.reaches(alert, 'escalated'), { within: 20_000 });
    expect(field.issues(alert)).toHaveLength(1);
    await field.stack.ingress.start();
    expect(field.issues(alert)).toHaveLength(1);
  });
});
