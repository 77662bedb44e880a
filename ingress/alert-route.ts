import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import type { IngressToken } from '../config/types';
import type { AlertGroup, RejectedAlert } from './alert';
import { authenticate, demandSource, outOfScope, type Scope, scopeMistake } from './authentication';
import { readBody } from './body';
import { deliver } from './delivery';
import type { IngressDeps } from './deps';
import { impossible, Problem } from './problem';

interface AlertSource {
  name: IngressToken['sources'][number];
  /** Largest body in bytes. */
  limit: number;
  /** Refuses what can't be the source's, before the body is read. */
  demandHeaders?(headers: IncomingHttpHeaders): void;
  read(headers: IncomingHttpHeaders, body: Buffer, now: Date): AlertGroup;
  /** Called where alerts may be missing from what was sent. */
  onMissing?(): void;
}

/** Authenticates, reads, checks the token's scope and hands on; 202 only for what Temporal has. */
export function alertRoute(source: AlertSource, deps: IngressDeps): RequestHandler {
  const { metrics, log } = deps;
  return async (request, response) => {
    response.locals.source = source.name;
    const scope = authenticate(request.headers.authorization, deps.config.tokens);
    demandSource(scope, source.name);
    source.demandHeaders?.(request.headers);
    const body = await readBody(request, source.limit).catch((error: unknown) => {
      if (error instanceof Problem && error.details.reason === 'too-large') source.onMissing?.();
      throw error;
    });
    const group = source.read(request.headers, body, deps.clock());
    const within = withinScope(group, scope);
    const delivered = await deliver(within.alerts, {
      ...deps,
      onDelivered: (action) => metrics.events.inc({ source: source.name, action }),
    });
    countRejected(source.name, [...group.rejected, ...delivered.rejected], within.rejected, deps);
    const foreign = group.alerts.filter(({ fingerprintDiffers }) => fingerprintDiffers).length;
    metrics.foreignFingerprints.inc({ source: source.name }, foreign);

    const { accepted } = delivered;
    const rejected = [...group.rejected, ...within.rejected, ...delivered.rejected].sort((a, b) => a.index - b.index);
    log.info({ source: source.name, accepted: accepted.length, rejected: rejected.length }, 'alerts received');
    if (accepted.length === 0 && rejected.length > 0) throw allRejected(rejected, within.rejected.length);
    response.status(202).json({ accepted, rejected });
  };
}

function withinScope(group: AlertGroup, scope: Scope): AlertGroup {
  const result: AlertGroup = { alerts: [], rejected: [] };
  for (const item of group.alerts) {
    const mistake = scopeMistake(scope, item.alert);
    if (mistake)
      result.rejected.push({ index: item.index, pointer: item.pointer + mistake.pointer, reason: mistake.reason });
    else result.alerts.push(item);
  }
  return result;
}

function countRejected(source: string, bad: RejectedAlert[], foreign: RejectedAlert[], { metrics }: IngressDeps): void {
  metrics.rejected.inc({ source, reason: 'impossible' }, bad.length);
  metrics.rejected.inc({ source, reason: 'out-of-scope' }, foreign.length);
}

function allRejected(rejected: RejectedAlert[], outOfScopeCount: number): Problem {
  const detail =
    rejected.length === 1 ? `The alert was rejected: ${rejected[0]!.reason}.` : 'Every alert was rejected.';
  const more = { ...(rejected.length === 1 && { pointer: rejected[0]!.pointer }), rejected };
  return outOfScopeCount === rejected.length ? outOfScope(detail, more) : impossible(detail, more);
}
