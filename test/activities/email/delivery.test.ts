import nodemailer from 'nodemailer';
import { createEmailActivities } from '../../../activities/email/activities';
import { startSmtp, type SmtpStandIn } from '../../../sandbox/smtp/server';
import { notice, opening } from '../slack/slack.fixture';

let smtp: SmtpStandIn;
beforeEach(async () => {
  smtp = await startSmtp({ login: { user: 'sre', password: 'right' } });
});
afterEach(() => smtp.close());

const send = (url: string, alertname: string): Promise<void> => {
  const labels = { ...notice.alert.labels, alertname };
  return createEmailActivities({
    transport: nodemailer.createTransport(url),
    from: 'agent-sre@example.com',
    links: { temporalNamespace: 'default' },
  }).emailOnCall({ ...opening, notice: { ...notice, alert: { ...notice.alert, labels } } });
};

test('arrives at the person on call alone, whatever the alert is called', async () => {
  await send(smtp.smtpUrl, 'Störung "CPU"\r\nBcc: eve@example.com\r\n\r\nbody');
  const [mail] = smtp.mails;
  expect(mail!.recipients).toEqual(['alice@example.com']);
  expect(mail!.email).toMatchObject({
    subject: '[High Priority] Störung "CPU" Bcc: eve@example.com body - app-xyz',
    from: { address: 'agent-sre@example.com' },
    to: [{ name: 'Alice', address: 'alice@example.com' }],
  });
  expect(mail!.email.bcc).toBeUndefined();
  expect(mail!.email.text).toContain('Severity: warning');
});

test('a wrong password is final and is not shown', async () => {
  const failure = (await send(smtp.smtpUrl.replace('right', 'secret-word'), 'A').catch(
    (error: unknown) => error,
  )) as Error;
  expect(failure).toMatchObject({ type: 'email-unauthorised', nonRetryable: true });
  expect(`${failure.message} ${String(failure.cause)}`).not.toContain('secret-word');
});

test('a server that is away is tried again', async () => {
  await expect(send('smtp://127.0.0.1:1', 'A')).rejects.toMatchObject({
    type: 'email-unavailable',
    nonRetryable: false,
  });
});
