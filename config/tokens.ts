import { z } from 'zod';
import type { IngressToken } from './types';
import { splitList } from './values';

const sources = ['alertmanager', 'cloudevents'] as const;
const scopes = ['sources', 'clusters', 'teams'] as const;
type Scope = (typeof scopes)[number];

/**
 * Comma-separated; each a secret, optionally followed by what it may open incidents for:
 * `secret;sources=alertmanager|cloudevents;clusters=a|b;teams=x|y`.
 */
export const ingressTokens = z.string().transform((written, context): IngressToken[] => {
  const tokens = splitList(written).map((part, index) =>
    parseToken(part, (mistake) => context.addIssue(`token ${index + 1} ${mistake}`)),
  );
  const secrets = new Set(tokens.map((token) => token.secret));
  if (secrets.size < tokens.length) context.addIssue('holds the same secret twice; give each token its own');
  return tokens;
});

function parseToken(part: string, mistake: (text: string) => void): IngressToken {
  const [secret = '', ...options] = part.split(';').map((piece) => piece.trim());
  if (!/^[\x21-\x7e]+$/.test(secret)) mistake('has no secret made of visible ASCII characters before its first ";"');
  const token: IngressToken = { secret, sources: [], clusters: [], teams: [] };
  for (const option of options) {
    const scope = scopes.find((name) => option.startsWith(`${name}=`));
    const names = scope ? splitList(option.slice(scope.length + 1), '|') : [];
    if (!scope || names.length === 0) {
      mistake('has an option that is not sources=…, clusters=… or teams=… with names separated by "|"');
    } else addScope(token, scope, names, mistake);
  }
  return token;
}

function addScope(token: IngressToken, scope: Scope, names: string[], mistake: (text: string) => void): void {
  if (scope !== 'sources') {
    token[scope].push(...names);
    return;
  }
  for (const name of names) {
    const source = sources.find((known) => known === name);
    if (source) token.sources.push(source);
    else mistake(`names a source that does not exist; there are ${sources.join(' and ')}`);
  }
}
