import type { Alert } from './alert';
import type { IssueRef, OnCallPerson } from './incident';
import type { PriorityDecision } from './priority';
import type { SlmContext } from './slm';

/** What Slack and email tell about an incident when it opens. */
export interface OpeningNotice {
  alert: Alert;
  slm: SlmContext | null;
  priority: PriorityDecision;
  /** `null` where Linear could not be reached yet. */
  issue: IssueRef | null;
  onCall: OnCallPerson | null;
  /** What happens next, a sentence. */
  next: string;
}
