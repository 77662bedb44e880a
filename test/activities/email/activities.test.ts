import fc from 'fast-check';
import type { SendMailOptions } from 'nodemailer';
import { createEmailActivities } from '../../../activities/email/activities';
import type { OpeningNotice } from '../../../domain/notification';
import { hostileText } from '../../domain/issue/hostile-text';
import { notice, opening } from '../slack/slack.fixture';

const links = { temporalUiUrl: 'http://temporal.example', temporalNamespace: 'default' };

/** The mails that a transport is given; `failWith` is what it throws instead. */
function mailing(failWith?: object) {
  const sent: SendMailOptions[] = [];
  const sendMail = (mail: SendMailOptions): Promise<void> => {
    if (failWith) return Promise.reject(Object.assign(new Error('The server said no.'), failWith));
    sent.push(mail);
    return Promise.resolve();
  };
  const { emailOnCall } = createEmailActivities({
    transport: { sendMail } as never,
    from: 'Agent <agent-sre@example.com>',
    links,
  });
  return {
    sent,
    send: (change: Partial<OpeningNotice> = {}, key = opening.key) =>
      emailOnCall({ ...opening, key, notice: { ...notice, ...change } }),
  };
}

test('goes to the person on call with priority, alert and target in the subject', async () => {
  const { sent, send } = mailing();
  await send();
  expect(sent[0]).toMatchObject({
    from: 'Agent <agent-sre@example.com>',
    to: { name: 'Alice', address: 'alice@example.com' },
    subject: '[High Priority] PodCPUHigh - app-xyz',
  });
  expect(sent[0]!.text).toContain('Linear issue: https://linear.example/SRE-1');
  expect(sent[0]!.text).toContain('SLO impact: availability: current 99.85%, target 99.9%, error budget left 85%');
  expect(sent[0]!.html).toContain(
    '<a href="http://temporal.example/namespaces/default/workflows/incident%2F0a1b2c3d4e5f6071/run-1">Temporal workflow</a>',
  );
});

test('bears a Message-ID that is the same for each attempt of a step', async () => {
  const { sent, send } = mailing();
  await send();
  await send();
  await send({}, 'another step');
  expect(sent[0]!.messageId).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
  expect(sent[1]!.messageId).toBe(sent[0]!.messageId);
  expect(sent[2]!.messageId).not.toBe(sent[0]!.messageId);
});

test('holds no foreign header and no foreign HTML whatever the alert holds', async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      const { sent, send } = mailing();
      const labels = { alertname: `A\r\nBcc: eve@e.example${text}`, pod: text };
      await send({ alert: { ...notice.alert, labels, annotations: { summary: text, description: text } }, next: text });
      expect(sent[0]!.subject).not.toMatch(/[\r\n\p{Cc}]/u);
      expect(String(sent[0]!.html)).not.toMatch(/<(?!\/?(?:table|tr|th|td|p|a)\b)/);
    }),
    { numRuns: 100 },
  );
});

test('leaves out a target that the alert does not name', async () => {
  const { sent, send } = mailing();
  await send({ alert: { ...notice.alert, labels: { alertname: 'Watchdog' } } });
  expect(sent[0]!.subject).toBe('[High Priority] Watchdog');
});

test('fails for good, with advice, where nobody is on call', async () => {
  const { send } = mailing();
  await expect(send({ onCall: null })).rejects.toMatchObject({
    type: 'email-no-recipient',
    nonRetryable: true,
    message: expect.stringContaining('onCall') as string,
  });
});

test.each([
  [{ code: 'EAUTH', responseCode: 535 }, 'email-unauthorised', true],
  [{ code: 'EAUTH', responseCode: 454 }, 'email-unavailable', false],
  [{ code: 'EENVELOPE', responseCode: 550 }, 'email-rejected', true],
  [{ code: 'EENVELOPE', responseCode: 451 }, 'email-unavailable', false],
  [{ code: 'ECONNECTION' }, 'email-unavailable', false],
  [{ code: 'ETIMEDOUT' }, 'email-unavailable', false],
])('%j is %s', async (failWith, type, nonRetryable) => {
  await expect(mailing(failWith).send()).rejects.toMatchObject({ type, nonRetryable });
});
