import { createHash, timingSafeEqual } from 'node:crypto';
import type { IngressToken } from '../config/types';
import type { Alert } from '../domain/alert';
import { Problem } from './problem';

type Source = IngressToken['sources'][number];

/** What the sender may open incidents for; each list empty = unrestricted. */
export type Scope = Omit<IngressToken, 'secret'>;

const unrestricted: Scope = { sources: [], clusters: [], teams: [] };

/** The scope of the request's bearer token. Without configured tokens everyone may: the ingress then listens on loopback only. */
export function authenticate(authorization: string | undefined, tokens: readonly IngressToken[]): Scope {
  if (tokens.length === 0) return unrestricted;
  const sent = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  const token = sent === undefined ? undefined : tokenFor(sent, tokens);
  if (token) return token;
  throw new Problem({
    reason: 'unauthorised',
    status: 401,
    title: 'Not authenticated',
    detail: 'Send one of the configured tokens as "Authorization: Bearer <token>".',
    headers: { 'www-authenticate': 'Bearer realm="agent-sre"' },
  });
}

/** Compares with every token, equal or not, so that the time tells nothing. */
function tokenFor(sent: string, tokens: readonly IngressToken[]): IngressToken | undefined {
  const matches = tokens.filter(({ secret }) => sameText(sent, secret));
  return matches[0];
}

/** Constant-time for texts of any length. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

export function demandSource(scope: Scope, source: Source): void {
  if (scope.sources.length === 0 || scope.sources.includes(source)) return;
  throw outOfScope(`The token is not for events of ${source}.`);
}

export function outOfScope(detail: string, more?: Record<string, unknown>): Problem {
  return new Problem({ reason: 'out-of-scope', status: 403, title: 'Not allowed', detail, more });
}

/** Why the scope does not cover the alert: pointer into its labels and reason. */
export function scopeMistake(
  { clusters, teams }: Scope,
  { labels }: Alert,
): { pointer: string; reason: string } | undefined {
  if (clusters.length > 0 && !clusters.includes(labels.cluster ?? '')) {
    return { pointer: '/labels/cluster', reason: 'the token is not for this cluster' };
  }
  if (teams.length > 0 && !teams.includes(labels.team ?? '')) {
    return { pointer: '/labels/team', reason: 'the token is not for this team' };
  }
  return undefined;
}
