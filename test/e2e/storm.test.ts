import { freePort } from '../../programs/free-port';
import type { Service } from '../../stack/service';
import { incidentWorkflowType } from '../../workflows/contracts';
import { eventually } from '../support/eventually';
import { Field, firing } from './field';

jest.setTimeout(120_000);

const size = 200;

describe('a storm that two Alertmanagers send to two instances of the ingress', () => {
  let field: Field;
  let another: Service;
  const alerts = Array.from({ length: size }, () => firing());

  beforeAll(async () => {
    field = await Field.start({ monitored: false, environment: { SLACK_BOT_TOKEN: '', SMTP_URL: '' } });
    another = await field.stack.addIngress(await freePort());
    const senders = [field.stack.ingress.url, another.url];
    const groups = [alerts, [...alerts].reverse()];
    const answers = await Promise.all(senders.map((url, index) => field.post(groups[index]!, url)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const accepted = await Promise.all(answers.map((answer) => answer.json() as Promise<{ accepted: unknown[] }>));
    expect(accepted.map((group) => group.accepted.length)).toEqual([size, size]);
    await eventually(() => field.stack.sandbox.linear.workspace.issues.length >= size, { within: 90_000, every: 200 });
  });
  afterAll(() => field?.stop());

  test('becomes one workflow for each alert', async () => {
    const { count } = await eventually(async () => {
      const answer = await field.client.workflow.count(`WorkflowType="${incidentWorkflowType}"`);
      return answer.count >= size && answer;
    });
    expect(count).toBe(size);
  });

  test('becomes one issue for each alert', () => {
    const { issues } = field.stack.sandbox.linear.workspace;
    expect(issues).toHaveLength(size);
    expect(new Set(issues.map(({ title }) => title)).size).toBe(size);
  });

  test('repeated by both senders adds nothing', async () => {
    await Promise.all([field.post(alerts), field.post(alerts, another.url)]);
    expect((await field.client.workflow.count(`WorkflowType="${incidentWorkflowType}"`)).count).toBe(size);
    expect(field.stack.sandbox.linear.workspace.issues).toHaveLength(size);
  });
});
