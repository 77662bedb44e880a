import { eventually } from '../support/eventually';
import { Field, firing, resolved, scalePod } from './field';

jest.setTimeout(60_000);

describe('a person who decides', () => {
  let field: Field;
  beforeAll(async () => {
    field = await Field.start({ monitored: false });
  });
  afterAll(() => field?.stop());

  /** What a person does on the page of an issue. */
  async function act(identifier: string, action: string): Promise<void> {
    const url = `${field.stack.sandbox.linear.url}/issue/${identifier}/${action}`;
    const answer = await fetch(url, { method: 'POST', redirect: 'manual' });
    expect(answer.status).toBe(303);
  }

  test('to cancel the issue while a call runs stops the automation, and the alert alone ends the incident', async () => {
    const alert = firing({ annotations: scalePod });
    const { functions } = field.stack.sandbox;
    functions.faults.add({ match: { operation: 'scale-pod' }, action: { status: 503 } });
    await field.post([alert]);
    await eventually(() => functions.ledger.entries('scale-pod').length > 0);
    await act(field.issue(alert).identifier, 'cancel');
    await field.reaches(alert, 'handed-over');
    functions.faults.clear();
    await eventually(() => field.headings(alert).includes('Taken Over'));
    expect(field.comments(alert).join('\n')).toContain('alice took over');
    expect(field.state(field.issue(alert))).toBe('canceled');

    await field.post([resolved(alert)]);
    expect(await field.reaches(alert, 'closed')).toMatchObject({ outcome: 'human' });
    expect(field.effects(alert)).toEqual([]);
    expect(field.state(field.issue(alert))).toBe('canceled');
  });

  test('to close the issue while the alert fires keeps it in their hands until it ends', async () => {
    const alert = firing();
    await field.post([alert]);
    await field.reaches(alert, 'escalated');
    await act(field.issue(alert).identifier, 'close');
    await field.reaches(alert, 'handed-over');
    await field.post([resolved(alert)]);
    expect(await field.reaches(alert, 'closed')).toMatchObject({ outcome: 'human' });
    expect(field.issues(alert)).toHaveLength(1);
  });

  test('to press Take over in Slack stops the automation', async () => {
    const alert = firing();
    await field.post([alert]);
    await field.reaches(alert, 'escalated');
    const { slack } = field.stack.sandbox;
    const message = await eventually(
      () => slack.workspace.messages.find(({ text }) => text.includes(alert.labels.pod!)),
      { within: 20_000 },
    );
    expect(await slack.click(message, 'take-over', 'bob')).toBe(200);
    await field.reaches(alert, 'handed-over');
    await eventually(() => field.headings(alert).includes('Taken Over'));
  });
});
