import type { Express, Request, Response } from 'express';
import { formBody } from '../http/body';
import { html, type Markup } from '../page/html';
import { moment, sendPage } from '../page/layout';
import { renderMarkdown } from '../page/markdown';
import type { Attachment, Comment, Issue, IssueHistory, IssueLabel, StateType, User, WorkflowState } from './entities';
import { updateIssue, type IssueChange, type IssueUpdateInput } from './issues';
import { readField } from './relations';
import { apiUserEmail, type Workspace } from './workspace';

interface PageOptions {
  workspace: Workspace;
  issueChanged(change: IssueChange): void;
}

/** The issue as a person sees it, with what a person may do to it: close, cancel, reopen, reassign. */
export function serveLinearPages(app: Express, { workspace, issueChanged }: PageOptions): void {
  app.get('/', (_request, response) =>
    sendPage(response, { system: 'Linear', title: 'Issues', main: list(workspace) }),
  );
  const withIssue = (act: (issue: Issue, request: Request, response: Response) => void) => {
    return (request: Request<{ identifier: string }>, response: Response): void => {
      const issue = workspace.issues.find(({ identifier }) => identifier === request.params.identifier);
      if (issue) act(issue, request, response);
      else response.status(404).type('text').send('There is no such issue.');
    };
  };
  const show = (issue: Issue, _request: Request, response: Response): void => {
    const title = `${issue.identifier} ${issue.title}`;
    sendPage(response, { system: 'Linear', title, main: detail(issue, workspace) });
  };
  app.get('/issue/:identifier', withIssue(show));
  const act = (action: string, toInput: (issue: Issue, form: Record<string, string>) => IssueUpdateInput): void => {
    const change = (issue: Issue, request: Request, response: Response): void => {
      const form = formBody(request);
      const person = form.by ? workspace.user(form.by) : firstPerson(workspace);
      issueChanged(updateIssue(workspace, issue, toInput(issue, form), person));
      response.redirect(303, `/issue/${issue.identifier}`);
    };
    app.post(`/issue/:identifier/${action}`, withIssue(change));
  };
  const toState = (type: StateType) => (issue: Issue) => ({ stateId: workspace.stateOfType(issue.teamId, type).id });
  act('close', toState('completed'));
  act('cancel', toState('canceled'));
  act('reopen', toState('unstarted'));
  act('reassign', (_issue, { assigneeId }) => ({ assigneeId: assigneeId || null }));
}

/** Who acts on the page where the form does not say: the first user who is not the API's. */
function firstPerson({ users }: Workspace): User {
  return users.find(({ email }) => email !== apiUserEmail) ?? users[0]!;
}

const priorities = ['No priority', 'Urgent', 'High', 'Normal', 'Low'];
const priority = (value: number): Markup => html`<span class="priority-${value}">${priorities[value]}</span>`;
const stateBadge = ({ name, type }: WorkflowState): Markup => html`<span class="badge state-${type}">${name}</span>`;

function list(workspace: Workspace): Markup {
  if (workspace.issues.length === 0) return html`<p class="empty">No issues yet. The first alert opens one.</p>`;
  const rows = workspace.issues.toReversed().map((issue) => {
    const state = readField(issue, 'state', workspace, '') as WorkflowState;
    const assignee = readField(issue, 'assignee', workspace, '') as User | null;
    return html`<tr>
      <td><a href="/issue/${issue.identifier}">${issue.identifier}</a></td>
      <td><a href="/issue/${issue.identifier}">${issue.title}</a></td>
      <td>${stateBadge(state)}</td>
      <td>${priority(issue.priority)}</td>
      <td>${assignee?.name ?? ''}</td>
      <td>${moment(issue.updatedAt)}</td>
    </tr>`;
  });
  const head = html`<tr>
    <th></th>
    <th>Title</th>
    <th>State</th>
    <th>Priority</th>
    <th>Assignee</th>
    <th>Updated</th>
  </tr>`;
  return html`<h1>${workspace.teams[0]!.name} issues</h1>
    <table>
      <thead>
        ${head}
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function detail(issue: Issue, workspace: Workspace): Markup {
  const comments = readField(issue, 'comments', workspace, '') as Comment[];
  return html`<p class="quiet"><a href="/">Issues</a> › ${issue.identifier}</p>
    <h1>${issue.title}</h1>
    <div class="columns">
      <article>
        <div class="body">${renderMarkdown(issue.description ?? '')}</div>
        <h2>Activity</h2>
        ${activity(issue, comments, workspace)}
      </article>
      <aside>${properties(issue, workspace)} ${actions(issue, workspace)}</aside>
    </div>`;
}

function activity(issue: Issue, comments: Comment[], workspace: Workspace): Markup[] {
  const name = (id: string): string => workspace.users.find((user) => user.id === id)?.name ?? '';
  const written = comments.map(({ id, userId, body, createdAt, editedAt }) => ({
    createdAt,
    shown: html`<section class="card" id="comment-${id}">
      <strong>${name(userId)}</strong> ${moment(createdAt)} ${editedAt && html`<span class="quiet">(edited)</span>`}
      <div class="body">${renderMarkdown(body)}</div>
    </section>`,
  }));
  const moves = workspace.history.filter(({ issueId, toStateId }) => issueId === issue.id && toStateId !== null);
  const moved = moves.map((entry: IssueHistory) => ({
    createdAt: entry.createdAt,
    shown: html`<p class="quiet">
      ${name(entry.actorId)} moved it from ${stateName(entry.fromStateId, workspace)} to
      ${stateName(entry.toStateId, workspace)} ${moment(entry.createdAt)}
    </p>`,
  }));
  return [...written, ...moved].sort((a, b) => a.createdAt.localeCompare(b.createdAt)).map(({ shown }) => shown);
}

const stateName = (id: string | null, { workflowStates }: Workspace): string =>
  workflowStates.find((state) => state.id === id)?.name ?? '';

function properties(issue: Issue, workspace: Workspace): Markup {
  const assignee = readField(issue, 'assignee', workspace, '') as User | null;
  const labels = readField(issue, 'labels', workspace, '') as IssueLabel[];
  const attachments = readField(issue, 'attachments', workspace, '') as Attachment[];
  return html`<dl>
    <dt>State</dt>
    <dd>${stateBadge(readField(issue, 'state', workspace, '') as WorkflowState)}</dd>
    <dt>Priority</dt>
    <dd>${priority(issue.priority)}</dd>
    <dt>Assignee</dt>
    <dd>${assignee?.name ?? 'Nobody'}</dd>
    <dt>Labels</dt>
    <dd>${labels.map(({ name }) => html`<span class="badge">${name}</span> `)}</dd>
    <dt>Links</dt>
    <dd>${attachments.map(link)}</dd>
    <dt>Created</dt>
    <dd>${moment(issue.createdAt)}</dd>
    <dt>Completed</dt>
    <dd>${issue.completedAt && moment(issue.completedAt)}</dd>
  </dl>`;
}

/** Only web addresses become links: an attachment's address may hold any scheme. */
function link({ url, title, subtitle }: Attachment): Markup {
  const shown = html`${title} ${subtitle && html`<span class="quiet">${subtitle}</span>`}`;
  return /^https?:/i.test(url)
    ? html`<div><a href="${url}" rel="noopener noreferrer">${shown}</a></div>`
    : html`<div>${shown}</div>`;
}

function actions(issue: Issue, { users }: Workspace): Markup {
  const button = (action: string, text: string, style = ''): Markup =>
    html`<form method="post" action="/issue/${issue.identifier}/${action}">
      <button class="${style}">${text}</button>
    </form>`;
  const options = users.map(
    ({ id, name }) => html`<option value="${id}" ${id === issue.assigneeId && html`selected`}>${name}</option>`,
  );
  return html`<h2>As a person</h2>
    ${button('close', 'Close', 'primary')} ${button('cancel', 'Cancel', 'danger')} ${button('reopen', 'Reopen')}
    <form method="post" action="/issue/${issue.identifier}/reassign">
      <select name="assigneeId">
        <option value="">Nobody</option>
        ${options}</select
      ><button>Reassign</button>
    </form>`;
}
