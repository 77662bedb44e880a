import { isIPv4 } from 'node:net';
import { z } from 'zod';

const loopbackNames = new Set(['localhost', '[::1]', '::1']);

export function isLoopback(host: string): boolean {
  return loopbackNames.has(host) || (isIPv4(host) && host.startsWith('127.'));
}

/** Where a secret may travel without TLS. */
export function isTrustedWithoutTls(host: string): boolean {
  return isLoopback(host) || host.endsWith('.svc.cluster.local');
}

const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

const needsTls = 'is sent a secret, so it must be https (plain http only to loopback and *.svc.cluster.local)';

/** An http(s) address without a trailing slash. A user name or password in it is refused: it would end up in logs. */
export const httpUrl = z.string().transform((text, context) => {
  const mistake = httpUrlMistake(text);
  if (mistake === undefined) return text.replace(/\/+$/, '');
  context.addIssue(mistake);
  return z.NEVER;
});

/** An address that is sent a token or key. */
export const secretUrl = httpUrl.refine(isSafeForSecrets, needsTls);

function isSafeForSecrets(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && (url.protocol === 'https:' || isTrustedWithoutTls(url.hostname));
}

export function httpUrlMistake(text: string): string | undefined {
  const url = parseUrl(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return 'is not an address; write it as https://host[:port][/path]';
  }
  if (url.username || url.password) return 'holds a user name or password; leave them out of the address';
  return undefined;
}

/** `smtp://` or `smtps://`, with credentials where the server asks for them. */
export const smtpUrl = z.string().transform((text, context) => {
  const url = parseUrl(text);
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || !isPercentEncoded(url)) {
    context.addIssue(
      'is not an SMTP address; write it as smtps://user:password@host:465 or smtp://host:25 (percent-encode the credentials)',
    );
    return z.NEVER;
  }
  if (url.password && url.protocol === 'smtp:' && !isTrustedWithoutTls(url.hostname)) {
    context.addIssue('holds a password, so it must be smtps (plain smtp only to loopback and *.svc.cluster.local)');
    return z.NEVER;
  }
  return text;
});

/** Whether the credentials decode; a bare "%" in a password has to be written as %25. */
const isPercentEncoded = ({ username, password }: URL): boolean => !/%(?![0-9a-f]{2})/i.test(username + password);

/** `host:port` of a gRPC service. */
export const hostAndPort = z.string().refine((text) => {
  const port = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/@]+):(\d{1,5})$/.exec(text)?.[1];
  return port !== undefined && Number(port) >= 1 && Number(port) <= 65_535;
}, 'is not host:port; write it such as temporal.example.com:7233');

/** The host of a `host:port` that `hostAndPort` accepted. */
export const hostOf = (address: string): string => address.replace(/:\d+$/, '');
