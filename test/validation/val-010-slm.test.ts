import { Field, firing } from '../e2e/field';
import { changeFleet, highLoad } from '../e2e/fleet';
import { eventually } from '../support/eventually';

jest.setTimeout(60_000);

describe('VAL-010 SLM: an alert says what it means for its SLO', () => {
  let field: Field;
  beforeAll(async () => {
    field = await Field.start({ rules: [], environment: { SLACK_BOT_TOKEN: '', SMTP_URL: '' } });
  });
  afterAll(() => field?.stop());

  async function opened(labels: Record<string, string>) {
    const alert = firing({ labels });
    await field.post([alert]);
    await field.reaches(alert, 'escalated');
    return { alert, issue: field.issue(alert) };
  }

  const labelNames = (ids: string[]): string[] =>
    field.stack.sandbox.linear.workspace.issueLabels.filter(({ id }) => ids.includes(id)).map(({ name }) => name);

  test('a service within its objective is a low violation and lowers the priority', async () => {
    await eventually(() => targetKnown());
    const { alert, issue } = await opened({ slo: 'availability' });
    expect(issue.description).toContain('- **Target**: 99.9%');
    expect(issue.description).toContain('- **Current**: 99.95%');
    expect(issue.description).toContain('- **Violation severity**: low');
    expect(issue.priority).toBe(4);
    expect(labelNames(issue.labelIds)).not.toContain('slo-violation');
    expect(field.headings(alert)[0]).toBe('This alert impacts SLO: availability');
  });

  test('a service under its objective is a high violation and raises the priority', async () => {
    await changeFleet(field.stack, { load: highLoad });
    await eventually(async () => (await measured('sli:current')) < 0.999, { within: 10_000 });
    const { issue } = await opened({ slo: 'availability' });
    expect(issue.description).toContain('- **Current**: 99.85%');
    expect(issue.description).toContain('- **Error budget burn rate**: 0.05%');
    expect(issue.description).toContain('- **Violation severity**: high');
    expect(issue.priority).toBe(2);
    expect(labelNames(issue.labelIds)).toContain('slo-violation');
  });

  test('an SLO that nobody measures is "unknown" in every value', async () => {
    const { issue } = await opened({ slo: 'latency' });
    expect(issue.description!.match(/\*\*: unknown$/gm)).toHaveLength(6);
    expect(issue.priority).toBe(3);
  });

  test('an alert without an SLO has an issue that says so, without dashboard', async () => {
    const { alert, issue } = await opened({});
    expect(issue.description).toContain('None: the alert has no label `slo`.');
    expect(field.headings(alert)).not.toContain('This alert impacts SLO: availability');
    const { attachments } = field.stack.sandbox.linear.workspace;
    expect(attachments.filter(({ issueId }) => issueId === issue.id)).toEqual([]);
  });

  const targetKnown = async (): Promise<boolean> => (await measured('slo:target')) > 0;

  async function measured(metric: string): Promise<number> {
    const url = `${field.stack.monitoring!.prometheus.url}/api/v1/query?query=${encodeURIComponent(metric)}`;
    const { data } = (await (await fetch(url)).json()) as { data: { result: { value: [number, string] }[] } };
    return Number(data.result[0]?.value[1] ?? NaN);
  }
});
