import type { RequestHandler } from 'express';
import { z } from 'zod';
import { bodyLimit, demandJson, parseUniqueJson, readBody } from './body';
import { durably } from './delivery';
import type { IngressDeps } from './deps';
import { demandSignature } from './signed-source';
import { isSignedByLinear, linearWindowMs } from './signature';

const timed = z.object({ webhookTimestamp: z.number() });

const issueEvent = z.object({
  action: z.enum(['update', 'remove']),
  type: z.literal('Issue'),
  actor: z.object({ name: z.string().optional() }).nullish(),
  data: z.object({
    id: z.string(),
    identifier: z.string().regex(/^[A-Za-z0-9]+-\d+$/),
    state: z.object({ type: z.string() }),
    assigneeId: z.string().nullish(),
    updatedAt: z.string(),
  }),
  /** Former values of what an update changed. */
  updatedFrom: z.record(z.string(), z.unknown()).optional(),
});

type IssueEvent = z.infer<typeof issueEvent>;

const endStates = ['completed', 'canceled'];

/** Whether a human may have decided something: the issue was closed, deleted or given to someone. */
function mayBeDecision({ action, data, updatedFrom }: IssueEvent): boolean {
  if (action === 'remove' || updatedFrom === undefined || 'assigneeId' in updatedFrom) return true;
  return 'stateId' in updatedFrom && endStates.includes(data.state.type);
}

/** Signed events of issues; what is no update of an incident's issue is answered and forgotten. */
export function linearRoute(secret: string, { gateway, clock, log }: IngressDeps): RequestHandler {
  return async (request, response) => {
    const body = await readBody(request, bodyLimit);
    demandSignature(isSignedByLinear(secret, body, request.get('linear-signature')), 'Linear');
    demandJson(request.headers['content-type']);
    const event = parseUniqueJson(body);
    const sentAt = timed.safeParse(event).data?.webhookTimestamp ?? 0;
    demandSignature(Math.abs(clock().getTime() - sentAt) <= linearWindowMs, 'Linear');

    const update = issueEvent.safeParse(event).data;
    if (!update || !mayBeDecision(update)) return void response.json({ result: 'ignored' });
    const { id: issueId, identifier, state, assigneeId, updatedAt } = update.data;
    const actor = update.actor?.name;
    const change = {
      issueId,
      stateType: update.action === 'remove' ? 'canceled' : state.type,
      assigneeId: assigneeId ?? null,
      updatedAt,
      ...(actor !== undefined && { actor }),
    };
    const result = await durably(gateway.issueChanged(identifier, change));
    log.info({ issue: identifier, result }, 'Linear issue changed');
    response.json({ result });
  };
}
