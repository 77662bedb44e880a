import { createHmac } from 'node:crypto';
import { LogLevel, WebClient } from '@slack/web-api';
import { defaultSlackToken, startSlack, type SlackStandIn } from '../../sandbox/slack/server';
import { startReceiver } from './receiver';

const nothing = (): void => undefined;
/** The client's own warnings about refused messages say nothing here. */
const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, setName: nothing, setLevel: nothing };
const silent = { logger: { ...logger, getLevel: () => LogLevel.ERROR }, retryConfig: { retries: 0 } };

let slack: SlackStandIn;
let client: WebClient;

beforeAll(async () => {
  slack = await startSlack();
  client = new WebClient(defaultSlackToken, { slackApiUrl: slack.apiUrl, ...silent });
});
afterAll(() => slack.close());

const approval = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Scale *app*?' } },
  {
    type: 'actions',
    block_id: 'decision',
    elements: [
      { type: 'button', text: { type: 'plain_text', text: 'Approve' }, action_id: 'approve', value: 'ab12cd34' },
    ],
  },
];

it('posts a message with metadata, answers its place, and finds it again by its metadata', async () => {
  expect((await client.auth.test()).user).toBe('agent-sre');
  const metadata = { event_type: 'agent_sre', event_payload: { key: 'incident/1/opening' } };
  const posted = await client.chat.postMessage({ channel: '#sre-alerts', text: 'Alert', metadata });
  expect(posted).toMatchObject({ ok: true, channel: 'C0SANDBOX1' });
  const withMetadata = await client.conversations.history({ channel: posted.channel!, include_all_metadata: true });
  expect(withMetadata.messages).toMatchObject([{ ts: posted.ts, metadata }]);
  const without = await client.conversations.history({ channel: posted.channel! });
  expect(without.messages![0]).not.toHaveProperty('metadata');
});

it('keeps replies in their thread and out of the channel', async () => {
  const { channel, ts } = await client.chat.postMessage({ channel: 'sre-alerts', text: 'Parent' });
  await client.chat.postMessage({ channel: channel!, thread_ts: ts, text: 'Reply' });
  await client.chat.update({ channel: channel!, ts: ts!, text: 'Parent, edited' });
  const { messages } = await client.conversations.replies({ channel: channel!, ts: ts! });
  expect(messages!.map(({ text }) => text)).toEqual(['Parent, edited', 'Reply']);
  const history = await client.conversations.history({ channel: channel! });
  expect(history.messages!.map(({ text }) => text)).not.toContain('Reply');
});

it.each([
  ['an unknown channel', { channel: '#nowhere', text: 'x' }, 'channel_not_found'],
  ['a message without text', { channel: '#sre-alerts' }, 'no_text'],
  ['51 blocks', { channel: '#sre-alerts', text: 'x', blocks: Array(51).fill({ type: 'divider' }) }, 'invalid_blocks'],
  [
    'a header over 150 characters',
    { channel: '#sre-alerts', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] },
    'invalid_blocks',
  ],
])('refuses %s', async (_what, message, code) => {
  await expect(client.apiCall('chat.postMessage', message)).rejects.toMatchObject({ data: { error: code } });
});

it('refuses a wrong token', async () => {
  const stranger = new WebClient('xoxb-wrong', { slackApiUrl: slack.apiUrl, ...silent });
  await expect(stranger.auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
});

it('finds people by email', async () => {
  expect((await client.users.lookupByEmail({ email: 'bob@example.com' })).user!.name).toBe('bob');
  await expect(client.users.lookupByEmail({ email: 'eve@example.com' })).rejects.toMatchObject({
    data: { error: 'users_not_found' },
  });
});

it('holds more than one message per second and channel back where it is told to', async () => {
  const limited = await startSlack({ messagesPerSecond: 1 });
  const post = (): Promise<Response> =>
    fetch(`${limited.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${defaultSlackToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: '#sre-alerts', text: 'x' }),
    });
  const answers = [await post(), await post()];
  expect(answers.map(({ status }) => status)).toEqual([200, 429]);
  expect(answers[1]!.headers.get('retry-after')).toBe('1');
  await limited.close();
});

it('sends a click signed, and shows the channel with its buttons', async () => {
  const receiver = await startReceiver();
  slack.interactivity = { url: receiver.url, signingSecret: 'signing-secret' };
  const { channel, ts } = await client.chat.postMessage({ channel: '#sre-alerts', text: 'Decide', blocks: approval });
  expect(await (await fetch(slack.url)).text()).toContain('Approve');
  expect(await slack.click(slack.workspace.message(channel!, ts!), 'approve', 'bob')).toBe(200);
  const { headers, body } = receiver.requests[0]!;
  const signed = `v0:${String(headers['x-slack-request-timestamp'])}:${body}`;
  expect(headers['x-slack-signature']).toBe(
    `v0=${createHmac('sha256', 'signing-secret').update(signed).digest('hex')}`,
  );
  const payload = JSON.parse(new URLSearchParams(body).get('payload')!) as { trigger_id: string };
  expect(payload).toMatchObject({
    type: 'block_actions',
    user: { name: 'bob' },
    actions: [{ action_id: 'approve', value: 'ab12cd34', block_id: 'decision' }],
    container: { message_ts: ts },
  });
  const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Reject' }, blocks: [] };
  expect((await client.views.open({ trigger_id: payload.trigger_id, view })).ok).toBe(true);
  await receiver.close();
});
