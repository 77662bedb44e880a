import { createHmac } from 'node:crypto';
import { sameText } from './authentication';

/** Signatures over the raw bytes of a body. Each answers false, and never throws, whatever the header holds. */

/** How old or how far ahead a signed request may be, in milliseconds. */
const slackWindowMs = 5 * 60_000;
export const linearWindowMs = 60_000;

/** `X-Slack-Signature` and `X-Slack-Request-Timestamp`, https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function isSignedBySlack(
  secret: string,
  body: Buffer,
  { signature, timestamp }: { signature: string | undefined; timestamp: string | undefined },
  now: Date,
): boolean {
  if (signature === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  const age = Math.abs(now.getTime() - Number(timestamp) * 1_000);
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return sameText(signature, `v0=${expected}`) && age <= slackWindowMs;
}

/** `Linear-Signature`; the time of sending is in the signed body. */
export function isSignedByLinear(secret: string, body: Buffer, signature: string | undefined): boolean {
  return signature !== undefined && sameText(signature, hmac(secret, body));
}

/** `X-Hub-Signature-256`. GitHub signs no time, so what it says is only ever a hint to look. */
export function isSignedByGitHub(secret: string, body: Buffer, signature: string | undefined): boolean {
  return signature !== undefined && sameText(signature, `sha256=${hmac(secret, body)}`);
}

const hmac = (secret: string, body: Buffer): string => createHmac('sha256', secret).update(body).digest('hex');
