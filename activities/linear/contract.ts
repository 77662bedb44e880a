import type { IssueComment, IssueDraft, IssueRef, IssueWrite } from '../../domain/incident';

export interface OpenIssueInput extends IssueDraft {
  fingerprint: string;
  /** Episode that the issue is opened in; with the fingerprint it derives the issue's id. */
  episode: string;
  /** Written in the same document as the issue, in this order, each under its own step. */
  comments: { step: string; comment: IssueComment }[];
  /** State of the issue after its comments: `started` where a remediation is about to run. */
  state: 'unstarted' | 'started';
}

export interface UpdateIssueInput {
  issue: IssueRef;
  fingerprint: string;
  /** The episode that the writes belong to. */
  episode: string;
  /** Done in this order in one document. */
  writes: IssueWrite[];
}

export interface LinearActivities {
  /** Creates the issue with its attachment and first comments, or finds what an earlier attempt made. */
  openIssue(input: OpenIssueInput): Promise<IssueRef>;
  updateIssue(input: UpdateIssueInput): Promise<void>;
}

export interface ListIssueChangesInput {
  /** Only issues changed after this moment, ISO 8601. */
  since: string;
  /** Only these, where given. */
  issueIds?: string[];
}

/** How an issue stands in Linear now. */
export interface IssueStanding {
  issueId: string;
  identifier: string;
  /** `triage`, `backlog`, `unstarted`, `started`, `completed` or `canceled`; a deleted issue is `canceled`. */
  stateType: string;
  assigneeId: string | null;
  /** ISO 8601. */
  updatedAt: string;
  /** Who changed its state or assignee since then; `null` where nobody but agent-sre did. */
  changedBy: string | null;
}

/** Reads that the reconciler compares open incidents with. */
export interface LinearWatch {
  /** The newest change first. */
  listIssueChanges(input: ListIssueChangesInput): Promise<IssueStanding[]>;
}
