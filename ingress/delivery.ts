import { type AlertGateway, MessageRefusedError, TemporalUnavailableError } from '../gateway/gateway';
import { incidentWorkflowId } from '../workflows/contracts';
import type { ReadAlert, RejectedAlert } from './alert';
import { forEachAtMost } from './concurrency';
import { unavailable } from './problem';

export type Action = 'started' | 'signalled' | 'ignored';

export interface AcceptedAlert {
  fingerprint: string;
  workflowId: string;
  action: Action;
}

export interface DeliveryDeps {
  gateway: Pick<AlertGateway, 'fired' | 'resolved'>;
  sleep(milliseconds: number): Promise<void>;
  /** Told of each alert as soon as Temporal has it. */
  onDelivered(action: Action): void;
}

/** Alerts of one group that are on their way to Temporal at once. */
const inFlight = 16;
/** A resolved event can overtake the firing one that starts its incident; after this wait it is tried once more. */
const overtakenMs = 1_000;

/**
 * Hands every alert of a group to Temporal, firing ones first. Where Temporal is away the rest is not tried and a 503
 * is thrown; what was accepted stays accepted, and the sender's retry is absorbed.
 */
export async function deliver(
  alerts: readonly ReadAlert[],
  { gateway, sleep, onDelivered }: DeliveryDeps,
): Promise<{ accepted: AcceptedAlert[]; rejected: RejectedAlert[] }> {
  const actions = new Map<number, Action>();
  const rejected: RejectedAlert[] = [];
  const send = (group: readonly ReadAlert[], act: (item: ReadAlert) => Promise<Action | undefined>): Promise<void> =>
    forEachAtMost(inFlight, group, async (item) => {
      const action = await act(item).catch((error: unknown) => refusal(error, item, rejected));
      if (action === undefined) return;
      actions.set(item.index, action);
      onDelivered(action);
    });

  const firing = alerts.filter(({ alert }) => alert.status === 'firing');
  const resolved = alerts.filter(({ alert }) => alert.status === 'resolved');
  const early: ReadAlert[] = [];
  await send(firing, ({ alert }) => gateway.fired(alert));
  await send(resolved, async (item) => {
    const action = await gateway.resolved(item.alert);
    if (action === 'signalled') return action;
    early.push(item);
    return undefined;
  });
  if (early.length > 0) {
    await sleep(overtakenMs);
    await send(early, ({ alert }) => gateway.resolved(alert));
  }
  return { accepted: alerts.flatMap((item) => acceptedAs(item, actions.get(item.index))), rejected };
}

function acceptedAs({ alert: { fingerprint } }: ReadAlert, action: Action | undefined): AcceptedAlert[] {
  return action === undefined ? [] : [{ fingerprint, workflowId: incidentWorkflowId(fingerprint), action }];
}

function refusal(error: unknown, { index, pointer }: ReadAlert, rejected: RejectedAlert[]): undefined {
  if (!(error instanceof MessageRefusedError)) throw asProblem(error);
  rejected.push({ index, pointer, reason: error.message });
  return undefined;
}

/** Runs a call to Temporal; where it is away the sender is told to come again. */
export async function durably<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw asProblem(error);
  }
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof TemporalUnavailableError)) return error;
  const problem = unavailable('The event is not stored; send it again later.');
  problem.cause = error;
  return problem;
}
