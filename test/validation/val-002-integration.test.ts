import { fingerprintOf } from '../../domain/fingerprint';
import { incidentWorkflowId } from '../../workflows/contracts';
import { Field, firing, resolved, scalePod } from '../e2e/field';
import { eventually } from '../support/eventually';

jest.setTimeout(60_000);

describe('VAL-002 integration: what every outside system is told about one incident', () => {
  let field: Field;
  const alert = firing({ labels: { severity: 'critical' }, annotations: scalePod });

  beforeAll(async () => {
    field = await Field.start({ monitored: false });
    await field.post([alert]);
    await field.reaches(alert, 'waiting');
    await field.post([resolved(alert)]);
    await field.reaches(alert, 'closed');
  });
  afterAll(() => field?.stop());

  test('Temporal: a workflow that is named by the fingerprint and says in words what it is about', async () => {
    const id = incidentWorkflowId(fingerprintOf(alert.labels));
    const { memo } = await field.client.workflow.getHandle(id).describe();
    expect(id).toMatch(/^incident\/[0-9a-f]{16}$/);
    expect(memo).toMatchObject({ summary: `PodCPUHigh on ${alert.labels.pod}`, receiver: 'agent-sre' });
  });

  test('Linear: an urgent-enough issue of the on-call engineer that went from started to completed', () => {
    const { workspace } = field.stack.sandbox.linear;
    const issue = field.issue(alert);
    expect(issue.priority).toBe(2);
    expect(issue.startedAt).not.toBeNull();
    expect(field.state(issue)).toBe('completed');
    expect(workspace.users.find(({ id }) => id === issue.assigneeId)?.name).toBe('alice');
  });

  test('Slack: one message that links the issue, and what followed in its thread', async () => {
    const { messages } = field.stack.sandbox.slack.workspace;
    await eventually(() => messages.length > 1, { within: 15_000 });
    const [opening, reply] = messages;
    expect(JSON.stringify(opening)).toContain(field.issue(alert).identifier);
    expect(reply!.thread_ts).toBe(opening!.ts);
  });

  test('mail: one message with the priority in its subject', async () => {
    const { mails } = field.stack.sandbox.smtp;
    await eventually(() => mails.length > 0);
    expect(mails.map(({ email }) => email.subject)).toEqual([`[High Priority] PodCPUHigh - ${alert.labels.pod}`]);
  });

  test('the ingress counts what it accepted', async () => {
    const metrics = await (await fetch(`${field.stack.ingress.url}/metrics`)).text();
    expect(metrics).toMatch(/agent_sre_ingress_\w+\{[^}]*source="alertmanager"[^}]*action="started"[^}]*\} 1/);
  });
});
