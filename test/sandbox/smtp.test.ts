import { createTransport, type Transporter } from 'nodemailer';
import { startSmtp, type SmtpStandIn } from '../../sandbox/smtp/server';

let smtp: SmtpStandIn;
let transport: Transporter;

beforeEach(async () => {
  smtp = await startSmtp();
  transport = createTransport(smtp.smtpUrl);
});
afterEach(async () => {
  transport.close();
  await smtp.close();
});

const send = (): Promise<{ messageId: string }> =>
  transport.sendMail({
    ...{ from: 'agent-sre@example.com', to: 'alice@example.com', messageId: '<step@agent-sre>' },
    ...{ subject: '[High Priority] PodCPUHigh - app-xyz', text: 'Grüße & <b>Zahlen</b>' },
  }) as Promise<{ messageId: string }>;

it('keeps what it is sent and shows it', async () => {
  await send();
  expect(smtp.mails).toHaveLength(1);
  expect(smtp.mails[0]).toMatchObject({ recipients: ['alice@example.com'], email: { messageId: '<step@agent-sre>' } });
  const page = await (await fetch(smtp.url)).text();
  expect(page).toContain('[High Priority] PodCPUHigh - app-xyz');
  expect(page).toContain('Grüße &amp; &lt;b&gt;Zahlen&lt;/b&gt;');
});

it('refuses a mail where a rule says so, and takes the next', async () => {
  smtp.faults.add({ times: 1, action: { status: 451 } });
  await expect(send()).rejects.toMatchObject({ responseCode: 451 });
  await expect(send()).resolves.toMatchObject({ messageId: '<step@agent-sre>' });
});

it('keeps a mail whose answer is lost', async () => {
  smtp.faults.add({ times: 1, action: { dropAfter: true } });
  await expect(send()).rejects.toThrow();
  expect(smtp.ledger.entries('mail').map(({ result }) => result)).toEqual(['fault', 'applied']);
});

it('wants the login where it has one', async () => {
  const guarded = await startSmtp({ login: { user: 'mailer', password: 'p@ss' } });
  const rightly = createTransport(guarded.smtpUrl);
  const wrongly = createTransport(guarded.smtpUrl.replace('mailer', 'stranger'));
  await expect(wrongly.verify()).rejects.toMatchObject({ code: 'EAUTH' });
  await expect(rightly.verify()).resolves.toBe(true);
  await guarded.close();
});
