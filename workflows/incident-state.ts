import type { IncidentSettings } from '../activities/assessment/contract';
import type { SlackThread } from '../activities/slack/contract';
import type { Alert } from '../domain/alert';
import type { BudgetImpact, IncidentPhase, IssueRef, LastEpisode, OnCallPerson, Outcome } from '../domain/incident';
import type { PastRun } from '../domain/policy';
import type { PriorityDecision } from '../domain/priority';
import type { ExecutionResult, Selection, VerificationResult } from '../domain/remediation';
import type { SlmContext } from '../domain/slm';
import type { Standing, Standings } from '../domain/standing';
import type { AlertTimeline } from '../domain/timeline';
import { silentTimeline } from '../domain/timeline';

/** All that an incident knows. It goes through continue-as-new as it stands, so it holds plain data only. */
export interface IncidentState {
  timeline: AlertTimeline;
  /** The newest firing event; a new episode begins from it. */
  fired: { alert: Alert; receivedAt: string; seenActive: boolean } | null;
  standings: Standings;
  /** What was found where the alert ended without a resolved event. */
  gone: string | null;
  /** A human's decision to handle it; holds until the episode closes. */
  takenOver: TakenOver | null;
  episode: Episode | null;
  last: LastEpisode | null;
  runs: PastRun[];
}

/** One stretch from firing to closed. */
export interface Episode {
  /** Names the episode in step keys; settled when it opens. */
  key: string;
  alert: Alert;
  receivedAt: string;
  openedAt: string;
  phase: IncidentPhase;
  outcome: Outcome | null;
  settings: IncidentSettings;
  onCall: OnCallPerson | null;
  slm: SlmContext | null;
  priority: PriorityDecision;
  selection: Selection;
  budget: BudgetImpact | null;
  issue: IssueRef | null;
  thread: SlackThread | null;
  decidedAt: string | null;
  /** Whether the remediation's part is over: it ran, or it was settled that it will not. */
  remediationOver: boolean;
  execution: ExecutionResult | null;
  verification: VerificationResult | null;
  undo: { execution: ExecutionResult; verification: VerificationResult | null } | null;
  escalated: boolean;
  /** What the issue was last told, so that each change is told once. */
  told: { takenOver: boolean; standing: Standing };
  /** Comments of kinds that can repeat, counted to name their steps. */
  comments: number;
  /** One sentence for people: what is awaited and how to act. */
  awaiting: string;
}

export interface TakenOver {
  by: string;
  reason: string;
  /** A take-over or a cancelled issue cancels a running call; a completed or reassigned issue does not. */
  interrupts: boolean;
  /** A human closed the issue, so its state is theirs. */
  closedIssue: boolean;
}

export function newIncidentState(): IncidentState {
  return {
    timeline: silentTimeline,
    fired: null,
    standings: {},
    gone: null,
    takenOver: null,
    episode: null,
    last: null,
    runs: [],
  };
}
