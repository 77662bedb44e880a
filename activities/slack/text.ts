import { plainText, renderWithin, singleLine } from '../../domain/issue/plain-text';

/** Text of others in Slack: its three control characters escaped, so that it holds no mention, link or command. */
export function inertSlackText(text: string, limit: number): string {
  return renderWithin(plainText(text).trim(), limit, escapeSlack);
}

export function inertSlackLine(text: string, limit: number): string {
  return renderWithin(singleLine(text), limit, escapeSlack);
}

function escapeSlack(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
