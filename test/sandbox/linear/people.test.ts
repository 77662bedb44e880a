import { LinearWebhookClient } from '@linear/sdk/webhooks';
import { createIssue } from '../../../sandbox/linear/issues';
import { startLinear, type LinearStandIn } from '../../../sandbox/linear/server';
import { startReceiver, type Receiver } from '../receiver';

const secret = 'webhook-secret';
let linear: LinearStandIn;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
  linear = await startLinear({ webhook: { url: receiver.url, secret }, webhookRetryDelaysMs: [10] });
});
afterEach(async () => {
  await linear.close();
  await receiver.close();
});

function openIssue(description: string, title = 'Pod CPU high'): string {
  const { workspace } = linear;
  const input = { teamId: workspace.teams[0]!.id, title, description };
  return createIssue(workspace, input, workspace.user('agent-sre@example.com')).issue.identifier;
}

const press = (identifier: string, action: string, form: Record<string, string> = {}): Promise<Response> =>
  fetch(`${linear.url}/issue/${identifier}/${action}`, { method: 'POST', body: new URLSearchParams(form) });

it('tells of a person who closes an issue, in a webhook that the SDK verifies', async () => {
  const identifier = openIssue('Text');
  const page = await press(identifier, 'close');
  expect(await page.text()).toContain('alice moved it from Backlog to');
  await receiver.arrived(1);
  const { headers, body } = receiver.requests[0]!;
  const signature = String(headers['linear-signature']);
  const payload = new LinearWebhookClient(secret).parseData(Buffer.from(body), signature, Date.now());
  expect(payload).toMatchObject({
    ...{ action: 'update', type: 'Issue', actor: { name: 'alice' } },
    data: { identifier, state: { type: 'completed', name: 'Done' }, assigneeId: null },
    updatedFrom: { stateId: linear.workspace.stateOfType(linear.workspace.teams[0]!.id, 'backlog').id },
  });
  const verifier = new LinearWebhookClient('another-secret');
  expect(() => verifier.parseData(Buffer.from(body), signature, Date.now())).toThrow();
});

it('sends a webhook again that was not taken, and later ones after it', async () => {
  receiver.answers.push(500);
  const identifier = openIssue('Text');
  const bob = linear.workspace.user('bob@example.com').id;
  await press(identifier, 'reassign', { assigneeId: bob });
  await press(identifier, 'cancel');
  await receiver.arrived(3);
  const [first, again, second] = receiver.requests.map(
    ({ body }) => JSON.parse(body) as { webhookId: string; data: { assigneeId: string; state: { type: string } } },
  );
  expect(again!.webhookId).toBe(first!.webhookId);
  expect(again!.data.assigneeId).toBe(bob);
  expect(second!.data.state.type).toBe('canceled');
});

it('shows Markdown as formatting and leaves nothing of hostile mark-up alive', async () => {
  const hostile = [
    '**Alert Details**',
    '',
    '<script>alert(1)</script><img src="x" onerror="alert(2)"><iframe src="https://evil.example"></iframe>',
    '[click](javascript:alert(3)) <a href="data:text/html,x">data</a> <style>body{display:none}</style>',
  ].join('\n');
  const identifier = openIssue(hostile, '<img src=x onerror=alert(4)>');
  const answer = await fetch(`${linear.url}/issue/${identifier}`);
  const page = await answer.text();
  expect(page).toContain('<strong>Alert Details</strong>');
  expect(page).not.toMatch(/alert\(1\)|<[^>]*onerror|<iframe|javascript:|data:text|display:none/);
  expect(page).toContain('&lt;img src=x onerror=alert(4)&gt;');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
});
