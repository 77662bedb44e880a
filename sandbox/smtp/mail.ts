import type { Email } from 'postal-mime';

export interface ReceivedMail {
  receivedAt: string;
  /** Recipients as the client named them, whatever the headers say. */
  recipients: string[];
  email: Email;
}
