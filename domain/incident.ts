import type { Alert } from './alert';
import type { PriorityDecision } from './priority';
import type { ExecutionResult, Plan, Selection, VerificationResult } from './remediation';
import type { SlmContext } from './slm';

/** Where an incident stands; search attribute `IncidentPhase`. `closed` is the only phase that is not open. */
export type IncidentPhase = 'opening' | 'remediating' | 'waiting' | 'escalated' | 'parked' | 'handed-over' | 'closed';

/** How an incident ended; search attribute `Outcome`. */
export type Outcome = 'self-resolved' | 'remediated' | 'assisted' | 'human' | 'unverified';

/** A Linear issue, once it exists. */
export interface IssueRef {
  id: string;
  /** Such as `SRE-12`. */
  identifier: string;
  url: string;
  /** Linear id of the user that agent-sre assigned. */
  assigneeId: string | null;
}

export interface OnCallPerson {
  name: string;
  email: string;
  /** Slack member id, for a mention. */
  slack?: string;
}

/** The error budget at three moments of an incident; `null` = not measured. */
export interface BudgetImpact {
  opening: number | null;
  lowest: number | null;
  closing: number | null;
}

/** Where an incident's time went, in milliseconds; together they are the time from `startsAt` to closing. */
export interface TimeSplit {
  /** From the alert's start until agent-sre had it, and every wait (cooldown, parked, for the alert to end). */
  wait: number;
  decide: number;
  approve: number;
  act: number;
  verify: number;
}

/** One of agent-sre's comments on an issue, as facts; `renderComment` turns it into Markdown. */
export type IssueComment =
  | { kind: 'slo-impact'; slm: SlmContext }
  | { kind: 'remediation-selected'; selection: Selection; plan: Plan }
  | { kind: 'remediation-proposed'; selection: Selection; plan: Plan; reason: string }
  | {
      kind: 'remediation-result';
      plan: Plan;
      execution: ExecutionResult;
      /** `null` where the call itself failed, so that there was nothing to verify. */
      verification: VerificationResult | null;
      /** What happens next, a sentence. */
      next: string;
    }
  | { kind: 'undo-result'; plan: Plan; execution: ExecutionResult; verification: VerificationResult | null }
  | { kind: 'cooling-down'; plan: Plan; ranAt: string; until: string }
  | { kind: 'escalated'; handOver: HandOver }
  | { kind: 'taken-over'; by: string; reason: string; interrupted: boolean }
  | { kind: 'parked'; standing: 'silenced' | 'inhibited'; by: string[] }
  | { kind: 'resumed' }
  | { kind: 'reopened'; startsAt: string; closedAt: string }
  | { kind: 'priority-changed'; from: PriorityDecision; to: PriorityDecision; slm: SlmContext }
  | { kind: 'notification-failed'; channel: 'Slack' | 'email'; reason: string }
  | { kind: 'alert-resolved'; closing: Closing };

/** What the next person needs to go on. */
export interface HandOver {
  to: OnCallPerson | null;
  reason: string;
  workCompleted: string[];
  currentState: string;
  nextSteps: string[];
  keyData: Record<string, string>;
}

export interface Closing {
  /** `resolved` by an event; `gone`: no sender lists it any more, and `reason` says what was found. */
  how: 'resolved' | 'gone';
  reason: string;
  endsAt: string;
  outcome: Outcome;
  /** The function's message, or what else ended it. */
  resolution: string;
  /** True where the alert ended before any call was sent. */
  beforeRemediation: boolean;
  timeToResolutionMs: number;
  times: TimeSplit;
  budget: BudgetImpact | null;
}

/** One change to an existing issue; `step` names it for ever, see `stepKey`. */
export type IssueWrite =
  | { write: 'comment'; step: string; comment: IssueComment }
  | { write: 'state'; to: 'unstarted' | 'started' | 'completed' }
  | { write: 'priority'; to: PriorityDecision };

/** Everything that the first version of an issue is made of. */
export interface IssueDraft {
  alert: Alert;
  slm: SlmContext | null;
  priority: PriorityDecision;
  selection: Selection | null;
  assignee: OnCallPerson | null;
}

/** The newest closed episode of a fingerprint, kept to tell a late duplicate from a new alert. */
export interface LastEpisode {
  /** Names the episode in step keys. */
  episode: string;
  startsAt: string;
  endsAt: string;
  closedAt: string;
  issue: IssueRef | null;
}
