import { createComment, createLabel, saveAttachment, updateComment } from './discussion';
import type { AttachmentInput, CommentCreateInput, LabelCreateInput } from './discussion';
import type { Entity, User } from './entities';
import { inputError } from './errors';
import { createIssue, updateIssue } from './issues';
import type { IssueChange, IssueCreateInput, IssueUpdateInput } from './issues';
import type { Workspace } from './workspace';

export interface OperationContext {
  workspace: Workspace;
  /** Owner of the API key. */
  actor: User;
  /** Told after each change of an issue. */
  issueChanged(change: IssueChange): void;
}

type Operation = (args: never, context: OperationContext) => unknown;
type ById = { id: string };

const success = <K extends string>(name: K, entity: Entity): Record<string, unknown> => ({
  success: true,
  lastSyncId: 0,
  [name]: entity,
});

function changed(change: IssueChange, { issueChanged }: OperationContext): Record<string, unknown> {
  issueChanged(change);
  return success('issue', change.issue);
}

/** Root fields of queries. A list becomes a page of what passes the field's filter. */
export const queries: Record<string, Operation> = {
  viewer: (_args, { actor }) => actor,
  users: (_args, { workspace }) => workspace.users,
  user: ({ id }: ById, { workspace }) => workspace.find(workspace.users, id, 'User'),
  teams: (_args, { workspace }) => workspace.teams,
  team: ({ id }: ById, { workspace }) =>
    workspace.teams.find(({ key }) => key === id) ?? workspace.find(workspace.teams, id, 'Team'),
  workflowStates: (_args, { workspace }) => workspace.workflowStates,
  workflowState: ({ id }: ById, { workspace }) => workspace.find(workspace.workflowStates, id, 'WorkflowState'),
  issueLabels: (_args, { workspace }) => workspace.issueLabels,
  issueLabel: ({ id }: ById, { workspace }) => workspace.find(workspace.issueLabels, id, 'IssueLabel'),
  issues: (_args, { workspace }) => workspace.issues,
  issue: ({ id }: ById, { workspace }) => workspace.issue(id),
  comments: (_args, { workspace }) => workspace.comments,
  comment: ({ id }: { id?: string | null }, { workspace }) => {
    if (!id) throw inputError('Argument Validation Error', 'id must be given.');
    return workspace.find(workspace.comments, id, 'Comment');
  },
  attachments: (_args, { workspace }) => workspace.attachments,
  attachment: ({ id }: ById, { workspace }) => workspace.find(workspace.attachments, id, 'Attachment'),
  attachmentsForURL: ({ url }: { url: string }, { workspace }) =>
    workspace.attachments.filter((attachment) => attachment.url === url),
};

/** Root fields of mutations, each one effect. */
export const mutations: Record<string, Operation> = {
  issueCreate: ({ input }: { input: IssueCreateInput }, context) =>
    changed(createIssue(context.workspace, input, context.actor), context),
  issueUpdate: ({ id, input }: ById & { input: IssueUpdateInput }, context) =>
    changed(updateIssue(context.workspace, context.workspace.issue(id), input, context.actor), context),
  issueLabelCreate: ({ input }: { input: LabelCreateInput }, { workspace }) =>
    success('issueLabel', createLabel(workspace, input)),
  commentCreate: ({ input }: { input: CommentCreateInput }, { workspace, actor }) =>
    success('comment', createComment(workspace, input, actor)),
  commentUpdate: ({ id, input }: ById & { input: { body?: string | null } }, { workspace }) =>
    success('comment', updateComment(workspace, id, input)),
  attachmentCreate: ({ input }: { input: AttachmentInput }, { workspace, actor }) =>
    success('attachment', saveAttachment(workspace, input, actor)),
  attachmentLinkURL: (
    { id, issueId, title, url }: Omit<AttachmentInput, 'title'> & { title?: string | null },
    { workspace, actor },
  ) => success('attachment', saveAttachment(workspace, { id, issueId, url, title: title ?? url }, actor)),
};
