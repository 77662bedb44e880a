import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { Field } from './field';
import { changeFleet, cpuAlert, highLoad } from './fleet';

jest.setTimeout(90_000);

describe('an alert that Prometheus fires and Alertmanager sends', () => {
  let field: Field;
  beforeAll(async () => {
    field = await Field.start();
    await changeFleet(field.stack, { load: highLoad });
    await eventually(() => field.view(cpuAlert), { within: 20_000 });
    await field.reaches(cpuAlert, 'closed', 40_000);
  });
  afterAll(() => field?.stop());

  test('has one issue with every section in its place', () => {
    const { title, description } = field.issue(cpuAlert);
    expect(title).toBe('[Alert] PodCPUHigh - app-xyz (SLO: availability)');
    expect(description!.match(/^## .*/gm)).toEqual([
      '## Alert Details',
      '## SLM Context',
      '## Description',
      '## Labels',
      '## Annotations',
      '## Remediation',
      '## Links',
      '## Correlation ID',
    ]);
    expect(description).toContain('*Created by agent-sre*');
    expect(description).toContain('- **Target**: 99.9%');
    expect(description).toContain('- **Violation severity**: high');
    expect(description).toContain('CPU of app-xyz is at 95 %');
    expect(description).toMatch(/\[Temporal workflow\]\(http:\S+incident%2F[0-9a-f]{16}/);
  });

  test('is assigned, prioritised, labelled and linked to the dashboard of its SLO', () => {
    const { workspace } = field.stack.sandbox.linear;
    const { id, priority, assigneeId, labelIds } = field.issue(cpuAlert);
    const labels = workspace.issueLabels.filter((label) => labelIds.includes(label.id)).map(({ name }) => name);
    const opened = workspace.history.filter(({ issueId }) => issueId === id).find(({ fromPriority }) => fromPriority);
    expect(opened?.fromPriority ?? priority).toBe(2);
    expect(workspace.users.find((user) => user.id === assigneeId)?.email).toBe('alice@example.com');
    expect(labels.sort()).toEqual(['alert', 'prometheus', 'slo-violation']);
    expect(workspace.attachments.map(({ title, url }) => [title, url])).toEqual([
      ['SLO: Availability (99.9% target)', `${field.stack.sandbox.fleet.url}/d/slo-availability`],
    ]);
  });

  test('has its comments in the order of what happened, and ends completed', () => {
    const told = field.headings(cpuAlert).filter((heading) => heading !== 'Priority Changed');
    expect(told).toEqual([
      'This alert impacts SLO: availability',
      'Remediation Selected',
      'Remediation Verified',
      'Alert Resolved',
    ]);
    expect(field.state(field.issue(cpuAlert))).toBe('completed');
  });

  test('calls the function once, from two to three replicas', () => {
    expect(field.calls(cpuAlert).map(({ operation, result, detail }) => ({ operation, result, detail }))).toEqual([
      {
        operation: 'scale-pod',
        result: 'applied',
        detail: expect.objectContaining({
          body: { namespace: 'production', deployment: 'app', pod: 'app-xyz', replicas: 3 },
          effect: { workload: 'production/app', replicas: { from: 2, to: 3 } },
        }),
      },
    ]);
  });

  test('says what was measured afterwards, by Prometheus and by Kubernetes', () => {
    const verified = field.comments(cpuAlert).find((body) => body.startsWith('## Remediation Verified'));
    expect(verified).toContain('- CPU usage: 63.33% (< 80%), passed');
    expect(verified).toContain('- Replicas: 3 (== 3), passed');
  });

  test('closes with outcome, resolution and what it cost the SLO', async () => {
    const closing = field.comments(cpuAlert).at(-1);
    expect(await field.view(cpuAlert)).toMatchObject({ phase: 'closed', outcome: 'remediated' });
    expect(closing).toContain('- **Resolution**: Scaled app from 2 to 3 replicas');
    expect(closing).toContain('- **Outcome**: remediated');
    expect(closing).toMatch(/- \*\*SLO impact\*\*: error budget \d+(\.\d+)?% at opening/);
  });

  test('is found in Temporal by its attributes', async () => {
    const query = 'AlertName="PodCPUHigh" AND Slo="availability" AND IncidentPhase="closed" AND Outcome="remediated"';
    const found = await eventually(async () => {
      for await (const { searchAttributes } of field.client.workflow.list({ query })) return searchAttributes;
      return undefined;
    });
    expect(found).toMatchObject({ LinearIssue: [field.issue(cpuAlert).identifier], Remediation: ['scale-pod'] });
  });

  test('is told to the on-call engineer on Slack, in one thread, and by mail', async () => {
    const { slack, smtp } = field.stack.sandbox;
    await eventually(() => slack.workspace.messages.some(({ text }) => text.includes('Closed as remediated')));
    const [opening, ...replies] = slack.workspace.messages;
    expect(opening!.text).toContain('[High Priority] PodCPUHigh - app-xyz');
    expect(replies.every(({ thread_ts: thread }) => thread === opening!.ts)).toBe(true);
    expect(smtp.mails.map(({ recipients, email }) => [recipients, email.subject])).toEqual([
      [['alice@example.com'], '[High Priority] PodCPUHigh - app-xyz'],
    ]);
  });

  test('leaves every Linear mutation in the audit log, and no key', () => {
    const log = readFileSync(join(field.stack.logs, '..', 'audit.jsonl'), 'utf8');
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines.length).toBeGreaterThanOrEqual(4);
    expect(log).not.toContain('lin_api_');
  });
});
