import { createHash } from 'node:crypto';
import type { Transporter } from 'nodemailer';
import { workflowLink, type LinkBases } from '../../domain/links';
import type { EmailActivities } from './contract';
import { emailFailure, noRecipient } from './failures';
import { emailHtml, emailSubject, emailText } from './message';

export interface EmailDeps {
  transport: Pick<Transporter, 'sendMail'>;
  /** Sender, such as `agent-sre@example.com` or `Agent SRE <agent-sre@example.com>`. */
  from: string;
  links: LinkBases;
}

export function createEmailActivities({ transport, from, links }: EmailDeps): EmailActivities {
  return {
    emailOnCall: async ({ key, notice, workflowId, runId }) => {
      const { onCall } = notice;
      if (!onCall) throw noRecipient();
      const link = workflowLink(links, { workflowId, runId });
      try {
        await transport.sendMail({
          from,
          to: { name: onCall.name, address: onCall.email },
          subject: emailSubject(notice),
          text: emailText(notice, link),
          html: emailHtml(notice, link),
          messageId: messageId(key, from),
          // Says that a machine wrote it, so that no out-of-office answer comes back.
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw emailFailure(error);
      }
    },
  };
}

/** The same for each attempt of a step, so that mail systems drop the second message. */
function messageId(key: string, from: string): string {
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'agent-sre.invalid';
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain}>`;
}
