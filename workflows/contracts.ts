/** Names, ids and inputs that clients and workflows share. Imports nothing but domain types, so every side can load it. */
import type { Alert } from '../domain/alert';
import type { PastRun } from '../domain/policy';
import type { IncidentPhase, IssueRef, LastEpisode, Outcome } from '../domain/incident';

export const incidentWorkflowType = 'incident';
export const incidentIdPrefix = 'incident/';
export const incidentWorkflowId = (fingerprint: string): string => `${incidentIdPrefix}${fingerprint}`;

/** Queues beside the workflows' own: each has one rate limit for all workers together. */
export const linearTaskQueue = (queue: string): string => `${queue}-linear`;
export const slackTaskQueue = (queue: string): string => `${queue}-slack`;

/** Schedules and workflows that compare one Alertmanager, or Linear, with the open incidents. */
export const reconcilerIdPrefix = 'reconcile/';

/** Signals carry facts from outside; each has one input object. */
export const signals = {
  /** `AlertFired` */
  alertFired: 'alertFired',
  /** `AlertResolved` */
  alertResolved: 'alertResolved',
  /** `Reconciled` */
  reconciled: 'reconciled',
  /** `IssueChanged` */
  issueChanged: 'issueChanged',
  /** `TakeOver` */
  takeOver: 'takeOver',
  /** `FunctionEnded` */
  functionEnded: 'functionEnded',
} as const;

/** Query without arguments, answers `IncidentView`. */
export const incidentQuery = 'incident';

export interface AlertFired {
  alert: Alert;
  /** When it was accepted, ISO 8601. */
  receivedAt: string;
  /** When the reconciler saw the alert active in Alertmanager; absent on events of senders. */
  seenActiveAt?: string;
}

export interface AlertResolved {
  alert: Alert;
  receivedAt: string;
}

/** What one Alertmanager says of an incident's alert, sent when it changes. */
export interface Reconciled {
  /** The Alertmanager that looked, as configured. */
  by: string;
  standing: 'active' | 'silenced' | 'inhibited' | 'gone';
  /** When it was looked at, ISO 8601. */
  at: string;
  /** Ids of silences or inhibiting alerts; for `gone` the reason found, as sentences. */
  because: string[];
}

/** What Linear says of the incident's issue now. */
export interface IssueChanged {
  issueId: string;
  /** Linear's state type: `triage`, `backlog`, `unstarted`, `started`, `completed`, `canceled`. */
  stateType: string;
  assigneeId: string | null;
  /** When the issue was changed, ISO 8601. */
  updatedAt: string;
  /** Name of the person, where Linear says it. */
  actor?: string;
}

export interface TakeOver {
  by: string;
  reason?: string;
}

/** A long function call ended, told by its callback. */
export interface FunctionEnded {
  /** Hex SHA-256 of the callback token; the token itself is never recorded. */
  tokenHash: string;
  status: 'succeeded' | 'failed' | 'running';
  message?: string;
}

/** What the incident says of itself when asked. */
export interface IncidentView {
  phase: IncidentPhase;
  outcome: Outcome | null;
  episode: string;
  startsAt: string;
  endsAt: string | null;
  issue: IssueRef | null;
  awaiting: string;
}

/** Memo of an incident's execution; written at start and at closing. */
export interface IncidentMemo {
  summary: string;
  /** Labels of the alert (trimmed), so that the reconciler can match silences. */
  labels: Record<string, string>;
  startsAt: string;
  receiver?: string;
  lastEpisode?: LastEpisode;
  /** What this incident ran, newest last, for the cooldown of others. */
  runs?: PastRun[];
}

/** The ten Keyword search attributes, never more: SQL visibility has ten slots. */
export const searchAttributeNames = [
  'AlertName',
  'Severity',
  'Cluster',
  'Namespace',
  'Service',
  'Slo',
  'IncidentPhase',
  'LinearIssue',
  'Remediation',
  'Outcome',
] as const;
export type SearchAttributeName = (typeof searchAttributeNames)[number];
