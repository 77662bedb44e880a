import { randomUUID } from 'node:crypto';
import type { Attachment, Comment, IssueLabel, User } from './entities';
import { inputError } from './errors';
import { refuseOtherThan } from './issues';
import type { Workspace } from './workspace';

export interface CommentCreateInput {
  id?: string | null;
  issueId?: string | null;
  body?: string | null;
}

export function createComment(workspace: Workspace, input: CommentCreateInput, user: User): Comment {
  refuseOtherThan(input, ['id', 'issueId', 'body']);
  const id = input.id ?? randomUUID();
  workspace.checkNewId('Comment', id, workspace.comments);
  if (!input.issueId) throw inputError('Argument Validation Error', 'issueId must be given.');
  const issue = workspace.issue(input.issueId);
  const body = checkedBody(input.body);
  const now = workspace.now();
  const times = { createdAt: now, updatedAt: now, editedAt: null };
  const comment: Comment = { __typename: 'Comment', id, issueId: issue.id, userId: user.id, body, ...times };
  workspace.comments.push(comment);
  return comment;
}

export function updateComment(workspace: Workspace, id: string, input: { body?: string | null }): Comment {
  refuseOtherThan(input, ['body']);
  const comment = workspace.find(workspace.comments, id, 'Comment');
  const now = workspace.now();
  return Object.assign(comment, { body: checkedBody(input.body), updatedAt: now, editedAt: now });
}

function checkedBody(body: string | null | undefined): string {
  if (!body?.trim()) throw inputError('Argument Validation Error', 'body must not be empty.');
  return body;
}

export interface AttachmentInput {
  id?: string | null;
  issueId: string;
  title: string;
  subtitle?: string | null;
  url: string;
  metadata?: Record<string, unknown> | null;
}

/** Creates it, or updates the one with the same address on the same issue, as Linear documents. */
export function saveAttachment(workspace: Workspace, input: AttachmentInput, creator: User): Attachment {
  refuseOtherThan(input, ['id', 'issueId', 'title', 'subtitle', 'url', 'metadata']);
  const issue = workspace.issue(input.issueId);
  if (!URL.canParse(input.url)) throw inputError('Argument Validation Error', 'url must be a URL.');
  if (!input.title) throw inputError('Argument Validation Error', 'title must not be empty.');
  const now = workspace.now();
  const written = {
    title: input.title,
    subtitle: input.subtitle ?? null,
    metadata: input.metadata ?? {},
    updatedAt: now,
  };
  const existing = workspace.attachments.find(({ url, issueId }) => url === input.url && issueId === issue.id);
  if (existing) return Object.assign(existing, written);
  const id = input.id ?? randomUUID();
  workspace.checkNewId('Attachment', id, workspace.attachments);
  const { url } = input;
  const created = { issueId: issue.id, creatorId: creator.id, url, createdAt: now, ...written };
  const attachment: Attachment = { __typename: 'Attachment', id, ...created };
  workspace.attachments.push(attachment);
  return attachment;
}

export interface LabelCreateInput {
  id?: string | null;
  name: string;
  color?: string | null;
  description?: string | null;
  teamId?: string | null;
}

export function createLabel(workspace: Workspace, input: LabelCreateInput): IssueLabel {
  refuseOtherThan(input, ['id', 'name', 'color', 'description', 'teamId']);
  const { name, color, description = null, teamId = null } = input;
  const id = input.id ?? randomUUID();
  workspace.checkNewId('IssueLabel', id, workspace.issueLabels);
  if (!name) throw inputError('Argument Validation Error', 'name must not be empty.');
  if (teamId) workspace.find(workspace.teams, teamId, 'Team');
  const same = (label: IssueLabel): boolean => label.name.toLowerCase() === name.toLowerCase();
  if (workspace.issueLabels.some((label) => same(label) && (label.teamId === null || label.teamId === teamId)))
    throw inputError('Duplicate label name', `A label called "${name}" already exists.`);
  const now = workspace.now();
  const written = { name, color: color ?? '#bec2c8', description, teamId, createdAt: now, updatedAt: now };
  const label: IssueLabel = { __typename: 'IssueLabel', id, ...written };
  workspace.issueLabels.push(label);
  return label;
}
