import type { Attachment, Comment, Entity, Issue, IssueHistory, IssueLabel, Team, WorkflowState } from './entities';
import type { Workspace } from './workspace';

/** What an entity leads to: other entities, lists of them, and values that derive from it. */
type Relations<E extends Entity> = Record<string, (entity: E, workspace: Workspace, baseUrl: string) => unknown>;

const byId = <E extends Entity>(list: readonly E[], id: string | null): E | null =>
  list.find((entity) => entity.id === id) ?? null;

const priorityLabels = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

const issue: Relations<Issue> = {
  team: ({ teamId }, { teams }) => byId(teams, teamId),
  state: ({ stateId }, { workflowStates }) => byId(workflowStates, stateId),
  assignee: ({ assigneeId }, { users }) => byId(users, assigneeId),
  creator: ({ creatorId }, { users }) => byId(users, creatorId),
  labels: ({ labelIds }, { issueLabels }) => issueLabels.filter(({ id }) => labelIds.includes(id)),
  comments: ({ id }, { comments }) => comments.filter(({ issueId }) => issueId === id),
  attachments: ({ id }, { attachments }) => attachments.filter(({ issueId }) => issueId === id),
  history: ({ id }, { history }) => history.filter(({ issueId }) => issueId === id),
  url: ({ identifier }, _workspace, baseUrl) => `${baseUrl}/issue/${identifier}`,
  priorityLabel: ({ priority }) => priorityLabels[priority],
  branchName: ({ identifier }) => identifier.toLowerCase(),
};

const team: Relations<Team> = {
  states: ({ id }, { workflowStates }) => workflowStates.filter(({ teamId }) => teamId === id),
  issues: ({ id }, { issues }) => issues.filter(({ teamId }) => teamId === id),
  labels: ({ id }, { issueLabels }) => issueLabels.filter(({ teamId }) => teamId === null || teamId === id),
  members: (_team, { users }) => users,
  defaultIssueState: ({ id }, workspace) => workspace.stateOfType(id, 'backlog'),
  triageIssueState: ({ id }, workspace) => workspace.stateOfType(id, 'triage'),
  triageEnabled: () => true,
  timezone: () => 'Etc/UTC',
};

const workflowState: Relations<WorkflowState> = {
  team: ({ teamId }, { teams }) => byId(teams, teamId),
  issues: ({ id }, { issues }) => issues.filter(({ stateId }) => stateId === id),
};

const issueLabel: Relations<IssueLabel> = {
  team: ({ teamId }, { teams }) => byId(teams, teamId),
  issues: ({ id }, { issues }) => issues.filter(({ labelIds }) => labelIds.includes(id)),
};

const comment: Relations<Comment> = {
  issue: ({ issueId }, { issues }) => byId(issues, issueId),
  user: ({ userId }, { users }) => byId(users, userId),
  url: ({ id, issueId }, { issues }, baseUrl) => `${baseUrl}/issue/${byId(issues, issueId)?.identifier}#comment-${id}`,
};

const attachment: Relations<Attachment> = {
  issue: ({ issueId }, { issues }) => byId(issues, issueId),
  creator: ({ creatorId }, { users }) => byId(users, creatorId),
  sourceType: () => 'api',
};

const issueHistory: Relations<IssueHistory> = {
  issue: ({ issueId }, { issues }) => byId(issues, issueId),
  actor: ({ actorId }, { users }) => byId(users, actorId),
  fromState: ({ fromStateId }, { workflowStates }) => byId(workflowStates, fromStateId),
  toState: ({ toStateId }, { workflowStates }) => byId(workflowStates, toStateId),
  fromAssignee: ({ fromAssigneeId }, { users }) => byId(users, fromAssigneeId),
  toAssignee: ({ toAssigneeId }, { users }) => byId(users, toAssigneeId),
};

const relations: Record<Entity['__typename'], Relations<never>> = {
  ...{ Issue: issue, Team: team, WorkflowState: workflowState, IssueLabel: issueLabel, Comment: comment },
  ...{ Attachment: attachment, IssueHistory: issueHistory, User: {} },
};

/** Reads a field of an entity; `undefined` where the sandbox knows nothing of it. */
export function readField(entity: Entity, field: string, workspace: Workspace, baseUrl: string): unknown {
  const relation = relations[entity.__typename][field];
  return relation
    ? relation(entity as never, workspace, baseUrl)
    : (entity as unknown as Record<string, unknown>)[field];
}

export function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && '__typename' in value && String(value.__typename) in relations;
}
