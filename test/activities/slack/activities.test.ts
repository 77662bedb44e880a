import { startSlack, type SlackStandIn } from '../../../sandbox/slack/server';
import { hostileText } from '../../domain/issue/hostile-text';
import { notice, opening, slackActivities } from './slack.fixture';
import fc from 'fast-check';
import { openingBlocks } from '../../../activities/slack/blocks';
import { checkBlocks } from '../../../sandbox/slack/blocks';
import { workflowId } from '../incident-activity';

let slack: SlackStandIn;
beforeEach(async () => {
  slack = await startSlack();
});
afterEach(() => slack.close());

type Element = { text?: { text: string }; url?: string; action_id?: string; value?: string };

test('tells the channel what an on-call engineer needs, with links and a button to take over', async () => {
  const thread = await slackActivities(slack.apiUrl).open();
  const [message] = slack.workspace.messages;
  expect(thread).toEqual({ channel: slack.workspace.channels[0]!.id, ts: message!.ts });
  expect(message!.text).toBe('[High Priority] PodCPUHigh - app-xyz');
  const shown = JSON.stringify(message!.blocks);
  for (const part of [
    'Priority: High',
    'SLO impact: availability at 99.85% of 99.9%',
    'CPU of app-xyz is high',
    'Next: scale-pod runs now.',
    '<@U0PERSON1>',
  ]) {
    expect(shown).toContain(part);
  }
  const buttons = message!.blocks!.at(-1)!.elements as Element[];
  expect(buttons.map(({ url, action_id: id, value }) => [id, url ?? value])).toEqual([
    ['open-linear', 'https://linear.example/SRE-1'],
    ['open-temporal', `http://temporal.example/namespaces/default/workflows/${encodeURIComponent(workflowId)}/run-1`],
    ['take-over', workflowId],
  ]);
});

test('a retry finds the message whose answer was lost', async () => {
  slack.faults.add({ match: { operation: 'chat.postMessage' }, times: 1, action: { dropAfter: true } });
  const { open } = slackActivities(slack.apiUrl);
  await expect(open()).rejects.toMatchObject({ type: 'slack-unavailable', nonRetryable: false });
  const thread = await open(opening, 2);
  expect(slack.workspace.messages.map(({ ts }) => ts)).toEqual([thread.ts]);
});

test('a retry posts where nothing arrived before', async () => {
  slack.faults.add({ match: { operation: 'chat.postMessage' }, times: 1, action: { drop: true } });
  const { open } = slackActivities(slack.apiUrl);
  await expect(open()).rejects.toMatchObject({ type: 'slack-unavailable' });
  await open(opening, 2);
  expect(slack.workspace.messages).toHaveLength(1);
});

test('a retry finds its reply in the thread', async () => {
  const { open, reply } = slackActivities(slack.apiUrl);
  const thread = await open();
  slack.faults.add({ match: { operation: 'chat.postMessage' }, times: 1, action: { dropAfter: true } });
  await expect(reply(thread, 'Remediation verified.')).rejects.toMatchObject({ type: 'slack-unavailable' });
  await reply(thread, 'Remediation verified.', 2);
  expect(
    slack.workspace
      .thread(thread.channel, thread.ts)
      .map(({ text }) => text)
      .slice(1),
  ).toEqual(['Remediation verified.']);
});

test('text of others holds no mention, link or markup', async () => {
  const { open, reply } = slackActivities(slack.apiUrl);
  const hostile = '<!channel> <https://e.example|here> <@U0PERSON2> & *bold*';
  const labels = { ...notice.alert.labels, alertname: hostile };
  const thread = await open({
    ...opening,
    notice: { ...notice, alert: { ...notice.alert, labels, annotations: { summary: hostile } } },
  });
  await reply(thread, hostile);
  const sent = JSON.stringify(slack.workspace.messages).replaceAll('<@U0PERSON1>', '');
  expect(sent).not.toMatch(/[<>]/);
  expect(slack.workspace.messages[1]!.text).toBe(
    '&lt;!channel&gt; &lt;https://e.example|here&gt; &lt;@U0PERSON2&gt; &amp; *bold*',
  );
});

test('blocks keep the limits of Block Kit whatever the alert holds', () => {
  fc.assert(
    fc.property(hostileText, fc.constantFrom(1, 500), (text, times) => {
      const long = text.repeat(times);
      const alert = {
        ...notice.alert,
        labels: { alertname: long, pod: long, cluster: long, severity: long },
        annotations: { summary: long },
      };
      const hostile = {
        ...notice,
        alert,
        next: long,
        onCall: { name: long || 'x', email: '', slack: long },
        slm: { ...notice.slm!, slo: long },
      };
      expect(() => checkBlocks(openingBlocks(hostile, { workflowId }))).not.toThrow();
    }),
    { numRuns: 60 },
  );
});

test.each([
  [{ channel: '#nowhere' }, 'slack-rejected', 'Check SLACK_CHANNEL'],
  [{ token: 'xoxb-wrong-token' }, 'slack-unauthorised', 'Check SLACK_BOT_TOKEN'],
])('%j is final and says what to do', async (options, type, advice) => {
  const failure = (await slackActivities(slack.apiUrl, options)
    .open()
    .catch((error: unknown) => error)) as Error;
  expect(failure).toMatchObject({ type, nonRetryable: true });
  expect(failure.message).toContain(advice);
  expect(`${failure.message} ${String(failure.cause)}`).not.toContain('wrong-token');
});

test('a rate limit waits as long as Slack says', async () => {
  slack.faults.add({ match: { operation: 'chat.postMessage' }, times: 1, action: { rateLimit: 17 } });
  await expect(slackActivities(slack.apiUrl).open()).rejects.toMatchObject({
    type: 'slack-rate-limited',
    nonRetryable: false,
    nextRetryDelay: 17_000,
  });
});

test('an answer of 500 is tried again', async () => {
  slack.faults.add({ match: { operation: 'chat.postMessage' }, times: 1, action: { status: 500 } });
  await expect(slackActivities(slack.apiUrl).open()).rejects.toMatchObject({
    type: 'slack-unavailable',
    nonRetryable: false,
  });
});
