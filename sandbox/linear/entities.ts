/** What the workspace holds. Times are ISO 8601; `__typename` is GraphQL's. */

export interface User {
  __typename: 'User';
  id: string;
  name: string;
  displayName: string;
  email: string;
  active: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface Team {
  __typename: 'Team';
  id: string;
  key: string;
  name: string;
  displayName: string;
  createdAt: string;
  updatedAt: string;
}

export type StateType = 'triage' | 'backlog' | 'unstarted' | 'started' | 'completed' | 'canceled';

export interface WorkflowState {
  __typename: 'WorkflowState';
  id: string;
  teamId: string;
  name: string;
  type: StateType;
  position: number;
  color: string;
  createdAt: string;
  updatedAt: string;
}

export interface IssueLabel {
  __typename: 'IssueLabel';
  id: string;
  name: string;
  color: string;
  description: string | null;
  /** `null`: a label of the whole workspace. */
  teamId: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface Issue {
  __typename: 'Issue';
  id: string;
  number: number;
  /** Such as `SRE-12`. */
  identifier: string;
  title: string;
  description: string | null;
  /** 0 none, 1 urgent, 2 high, 3 normal, 4 low. */
  priority: number;
  teamId: string;
  stateId: string;
  assigneeId: string | null;
  creatorId: string;
  labelIds: string[];
  createdAt: string;
  updatedAt: string;
  startedAt: string | null;
  completedAt: string | null;
  canceledAt: string | null;
}

export interface Comment {
  __typename: 'Comment';
  id: string;
  issueId: string;
  userId: string;
  body: string;
  createdAt: string;
  updatedAt: string;
  editedAt: string | null;
}

export interface Attachment {
  __typename: 'Attachment';
  id: string;
  issueId: string;
  creatorId: string;
  title: string;
  subtitle: string | null;
  url: string;
  metadata: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
}

/** One change of an issue. Only what changed is set, both sides of it. */
export interface IssueHistory {
  __typename: 'IssueHistory';
  id: string;
  issueId: string;
  actorId: string;
  createdAt: string;
  updatedAt: string;
  fromStateId: string | null;
  toStateId: string | null;
  fromAssigneeId: string | null;
  toAssigneeId: string | null;
  fromPriority: number | null;
  toPriority: number | null;
  fromTitle: string | null;
  toTitle: string | null;
  addedLabelIds: string[];
  removedLabelIds: string[];
}

export type Entity = User | Team | WorkflowState | IssueLabel | Issue | Comment | Attachment | IssueHistory;
