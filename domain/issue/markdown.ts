/**
 * Makes text that others wrote inert in Markdown: whatever it holds, a reader sees it as text. Words that renderers
 * turn into links or mentions by themselves stand in a code span; other markup is backslash-escaped.
 */
import { plainText, renderWithin, singleLine } from './plain-text';

/** In a word that some renderer would link: an address, a `www.` name, an email address or a mention. */
const linked = /@|:\/\/|www\.|mailto:|xmpp:/i;

/** One line of untrusted text, at most `limit` characters after escaping. */
export function inertLine(text: string, limit = 500): string {
  return renderWithin(singleLine(text), limit, escapeLine);
}

/** Untrusted text of several lines, at most `limit` characters after escaping, line breaks and indentation kept. */
export function inertText(text: string, limit: number): string {
  return renderWithin(plainText(text).trim(), limit, (kept) => kept.split('\n').map(escapeLine).join('\n'));
}

/** One line shown verbatim; empty text gives no span. */
export function codeSpan(text: string): string {
  const content = singleLine(text);
  if (content === '') return '';
  const fence = '`'.repeat(longestBackticks(content) + 1);
  const padding = /^`|`$/.test(content) ? ' ' : '';
  return `${fence}${padding}${content}${padding}${fence}`;
}

/** Several lines shown verbatim, at most `limit` characters with their fences; `language` is ours. */
export function codeBlock(text: string, language: string, limit: number): string {
  return renderWithin(plainText(text), limit, (content) => {
    const fence = '`'.repeat(Math.max(2, longestBackticks(content)) + 1);
    return `${fence}${language}\n${content}\n${fence}`;
  });
}

/** A link with a text of ours to an http(s) address of others; any other address is shown, not linked. */
export function untrustedLink(text: string, address: string): string {
  const target = httpAddress(address);
  return target ? `[${text}](${target})` : `${text}: ${renderWithin(singleLine(address), 500, codeSpan)}`;
}

const longestAddress = 2_000;

/** Without user and password, so that no secret is shown, and without any character that could end the link. */
function httpAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.username = '';
  url.password = '';
  const target = url.href.replace(/[()<>[\]\\`"'|*\s]/g, percentEncoded).replace(/(&#?\w+);/g, '$1%3B');
  return target.length <= longestAddress ? target : undefined;
}

const percentEncoded = (character: string): string => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

function escapeLine(line: string): string {
  const indentation = /^ */.exec(line)![0];
  const text = line.slice(indentation.length).trimEnd();
  const escaped = text.replace(/\S+/g, (word) => (linked.test(word) ? codeSpan(word) : escapeMarkup(word)));
  // No-break spaces show an indentation without starting a code block.
  return '\u00a0'.repeat(indentation.length) + escapeLineStart(escaped);
}

function escapeMarkup(text: string): string {
  return text
    .replace(/[\\`*~[\]|]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (run) => '\\_'.repeat(run.length))
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/</g, '&lt;');
}

/** Headings, quotes, lists, rules, underlines of headings and one-column tables begin with these. */
function escapeLineStart(line: string): string {
  return line.replace(/^[#>+=:-]/, '\\$&').replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

function longestBackticks(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
