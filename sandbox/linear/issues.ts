import { randomUUID } from 'node:crypto';
import type { Issue, IssueHistory, StateType, User } from './entities';
import { inputError, notServed } from './errors';
import type { Workspace } from './workspace';

/** What changed on an issue, for webhooks. `updatedFrom` holds the former values of what an update changed. */
export interface IssueChange {
  action: 'create' | 'update';
  issue: Issue;
  actor: User;
  updatedFrom?: Partial<Issue>;
}

export interface IssueCreateInput extends IssueFields {
  id?: string | null;
  teamId: string;
}

export interface IssueUpdateInput extends IssueFields {
  addedLabelIds?: string[] | null;
  removedLabelIds?: string[] | null;
}

interface IssueFields {
  title?: string | null;
  description?: string | null;
  priority?: number | null;
  stateId?: string | null;
  assigneeId?: string | null;
  labelIds?: string[] | null;
}

const longestTitle = 255;
const fields = ['title', 'description', 'priority', 'stateId', 'assigneeId', 'labelIds'] as const;

export function createIssue(workspace: Workspace, input: IssueCreateInput, actor: User): IssueChange {
  refuseOtherThan(input, ['id', 'teamId', ...fields]);
  const id = input.id ?? randomUUID();
  workspace.checkNewId('Issue', id, workspace.issues);
  const team = workspace.find(workspace.teams, input.teamId, 'Team');
  if (!input.title) throw inputError('Argument Validation Error', 'title must not be empty.');
  const state = input.stateId ?? workspace.stateOfType(team.id, 'backlog').id;
  checkFields(workspace, { ...input, stateId: state }, team.id);
  const number = workspace.issues.length + 1;
  const now = workspace.now();
  const issue: Issue = {
    ...{ __typename: 'Issue', id, number, identifier: `${team.key}-${number}`, teamId: team.id, creatorId: actor.id },
    ...{ title: input.title, description: input.description ?? null, priority: input.priority ?? 0 },
    ...{ assigneeId: input.assigneeId ?? null, labelIds: input.labelIds ?? [] },
    ...{ createdAt: now, updatedAt: now },
    ...{ stateId: state, ...momentsOf(workspace, state, now) },
  };
  workspace.issues.push(issue);
  return { action: 'create', issue, actor };
}

export function updateIssue(workspace: Workspace, issue: Issue, input: IssueUpdateInput, actor: User): IssueChange {
  refuseOtherThan(input, ['addedLabelIds', 'removedLabelIds', ...fields]);
  if (input.title === '') throw inputError('Argument Validation Error', 'title must not be empty.');
  checkFields(workspace, input, issue.teamId);
  const before = structuredClone(issue);
  const now = workspace.now();
  const { title, stateId, priority } = input;
  if (title) issue.title = title;
  if (input.description !== undefined) issue.description = input.description;
  if (priority !== undefined && priority !== null) issue.priority = priority;
  if (input.assigneeId !== undefined) issue.assigneeId = input.assigneeId;
  issue.labelIds = labelsAfter(issue.labelIds, input);
  if (stateId && stateId !== issue.stateId)
    Object.assign(issue, { stateId, ...momentsOf(workspace, stateId, now, issue) });
  issue.updatedAt = now;
  workspace.history.push(historyOf(before, issue, actor));
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(issue[field]));
  const updatedFrom = Object.fromEntries([...changed, 'updatedAt' as const].map((field) => [field, before[field]]));
  return { action: 'update', issue, actor, updatedFrom };
}

/** Input that is valid for Linear and has no meaning here is refused, so that nobody takes it for done. */
export function refuseOtherThan(input: object, served: readonly string[]): void {
  const other = Object.keys(input).find((name) => !served.includes(name));
  if (other !== undefined) throw notServed(`the input field "${other}"`);
}

function checkFields(workspace: Workspace, input: IssueUpdateInput, teamId: string): void {
  const { title, priority, stateId, assigneeId } = input;
  if (title && title.length > longestTitle)
    throw inputError('Argument Validation Error', `title must be at most ${longestTitle} characters long.`);
  if (typeof priority === 'number' && (priority < 0 || priority > 4))
    throw inputError('Argument Validation Error', 'priority must be between 0 and 4.');
  if (stateId && workspace.find(workspace.workflowStates, stateId, 'WorkflowState').teamId !== teamId)
    throw inputError('Discrepancy between issue team and state team', 'The state belongs to another team.');
  if (assigneeId) workspace.find(workspace.users, assigneeId, 'User');
  for (const id of [...(input.labelIds ?? []), ...(input.addedLabelIds ?? [])])
    workspace.find(workspace.issueLabels, id, 'IssueLabel');
}

function labelsAfter(present: string[], { labelIds, addedLabelIds, removedLabelIds }: IssueUpdateInput): string[] {
  const all = new Set([...(labelIds ?? present), ...(addedLabelIds ?? [])]);
  for (const id of removedLabelIds ?? []) all.delete(id);
  return [...all];
}

type Moments = Pick<Issue, 'startedAt' | 'completedAt' | 'canceledAt'>;

/** When work began and ended, as a change to this state leaves it: reopening forgets the end. */
function momentsOf(workspace: Workspace, stateId: string, now: string, before?: Moments): Moments {
  const type: StateType = workspace.find(workspace.workflowStates, stateId, 'WorkflowState').type;
  const begun = type === 'started' || type === 'completed';
  return {
    startedAt: begun ? (before?.startedAt ?? now) : null,
    completedAt: type === 'completed' ? now : null,
    canceledAt: type === 'canceled' ? now : null,
  };
}

function historyOf(before: Issue, after: Issue, actor: User): IssueHistory {
  const sides = <K extends 'stateId' | 'assigneeId' | 'priority' | 'title'>(
    field: K,
  ): [Issue[K] | null, Issue[K] | null] =>
    before[field] === after[field] ? [null, null] : [before[field], after[field]];
  const [[fromStateId, toStateId], [fromAssigneeId, toAssigneeId]] = [sides('stateId'), sides('assigneeId')];
  const [[fromPriority, toPriority], [fromTitle, toTitle]] = [sides('priority'), sides('title')];
  return {
    ...{ __typename: 'IssueHistory', id: randomUUID(), issueId: after.id, actorId: actor.id },
    ...{ createdAt: after.updatedAt, updatedAt: after.updatedAt },
    ...{ fromStateId, toStateId, fromAssigneeId, toAssigneeId, fromPriority, toPriority, fromTitle, toTitle },
    addedLabelIds: after.labelIds.filter((id) => !before.labelIds.includes(id)),
    removedLabelIds: before.labelIds.filter((id) => !after.labelIds.includes(id)),
  };
}
