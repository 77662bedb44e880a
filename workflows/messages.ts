/**
 * Definitions and total parsers of the incident's messages. A signal is a claim from outside: what does not parse is
 * ignored, because a handler that throws wedges the incident for good.
 */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Alert } from '../domain/alert';
import type {
  AlertFired,
  AlertResolved,
  FunctionEnded,
  IncidentView,
  IssueChanged,
  Reconciled,
  TakeOver,
} from './contracts';
import { incidentQuery, signals } from './contracts';

export const alertFired = defineSignal<[AlertFired]>(signals.alertFired);
export const alertResolved = defineSignal<[AlertResolved]>(signals.alertResolved);
export const reconciled = defineSignal<[Reconciled]>(signals.reconciled);
export const issueChanged = defineSignal<[IssueChanged]>(signals.issueChanged);
export const takeOver = defineSignal<[TakeOver]>(signals.takeOver);
export const functionEnded = defineSignal<[FunctionEnded]>(signals.functionEnded);
export const incidentView = defineQuery<IncidentView>(incidentQuery);

export function parseFired(input: unknown): AlertFired | undefined {
  if (!isRecord(input)) return undefined;
  const alert = parseAlert(input.alert);
  if (!alert) return undefined;
  const seenActiveAt = instant(input.seenActiveAt);
  return { alert, receivedAt: instant(input.receivedAt) ?? alert.startsAt, ...(seenActiveAt && { seenActiveAt }) };
}

export function parseResolved(input: unknown): (AlertResolved & { alert: { endsAt: string } }) | undefined {
  if (!isRecord(input)) return undefined;
  const alert = parseAlert(input.alert);
  const endsAt = alert && instant(alert.endsAt);
  if (!alert || !endsAt) return undefined;
  return { alert: { ...alert, endsAt }, receivedAt: instant(input.receivedAt) ?? endsAt };
}

const standings = ['active', 'silenced', 'inhibited', 'gone'] as const;

export function parseReconciled(input: unknown): Reconciled | undefined {
  if (!isRecord(input) || typeof input.by !== 'string') return undefined;
  const standing = standings.find((known) => known === input.standing);
  const at = instant(input.at);
  if (!standing || !at) return undefined;
  const because = Array.isArray(input.because) ? input.because.filter((text) => typeof text === 'string') : [];
  return { by: input.by, standing, at, because };
}

export function parseIssueChanged(input: unknown): IssueChanged | undefined {
  if (!isRecord(input) || typeof input.issueId !== 'string' || typeof input.stateType !== 'string') return undefined;
  const updatedAt = instant(input.updatedAt);
  if (!updatedAt) return undefined;
  const assigneeId = typeof input.assigneeId === 'string' ? input.assigneeId : null;
  const actor = typeof input.actor === 'string' ? input.actor : undefined;
  return { issueId: input.issueId, stateType: input.stateType, assigneeId, updatedAt, ...(actor && { actor }) };
}

export function parseTakeOver(input: unknown): TakeOver {
  const given = isRecord(input) ? input : {};
  const by = typeof given.by === 'string' && given.by !== '' ? given.by : 'someone';
  return { by, ...(typeof given.reason === 'string' && { reason: given.reason }) };
}

const endings = ['succeeded', 'failed', 'running'] as const;

export function parseFunctionEnded(input: unknown): FunctionEnded | undefined {
  if (!isRecord(input) || typeof input.tokenHash !== 'string') return undefined;
  const status = endings.find((known) => known === input.status);
  if (!status) return undefined;
  return { tokenHash: input.tokenHash, status, ...(typeof input.message === 'string' && { message: input.message }) };
}

function parseAlert(input: unknown): Alert | undefined {
  if (!isRecord(input) || typeof input.fingerprint !== 'string') return undefined;
  const startsAt = instant(input.startsAt);
  if (!startsAt || (input.status !== 'firing' && input.status !== 'resolved')) return undefined;
  return {
    fingerprint: input.fingerprint,
    status: input.status,
    labels: textMap(input.labels),
    annotations: textMap(input.annotations),
    startsAt,
    endsAt: instant(input.endsAt) ?? null,
    ...(typeof input.generatorURL === 'string' && { generatorURL: input.generatorURL }),
    ...(typeof input.receiver === 'string' && { receiver: input.receiver }),
    ...(typeof input.correlationId === 'string' && { correlationId: input.correlationId }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** ISO 8601 in UTC with milliseconds, so that instants compare as text. */
function instant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function textMap(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
