import { Context, log } from '@temporalio/activity';
import { issueBody, type Unassigned } from '../../domain/issue/body';
import { issueTitle } from '../../domain/issue/title';
import type { IssueRef } from '../../domain/incident';
import { workflowLink } from '../../domain/links';
import { stepKey } from '../../domain/step';
import type { LinearServices } from './services';
import type { OpenIssueInput } from './contract';
import type { LinearWrite } from './document';
import { linearId } from './ids';
import { attachmentWrite, commentWrite, labelNames } from './issue-writes';
import { performWrites } from './writes';

export async function openIssue(services: LinearServices, input: OpenIssueInput): Promise<IssueRef> {
  const { directory } = services;
  return directory.withFreshIds(async () => {
    const assigneeId = input.assignee && (await directory.userId(input.assignee.email));
    const { issue, rejected } = await performWrites(services, await openingWrites(services, input, assigneeId));
    if (!issue) throw new Error('An opening document without an issue.');
    for (const { message } of rejected)
      log.error('Linear rejected a part of a new issue', { issue: issue.identifier, failure: message });
    return { ...issue, assigneeId };
  });
}

/** The issue, its attachment, its first comments and its state, in the order of one document. */
async function openingWrites(
  services: LinearServices,
  input: OpenIssueInput,
  assigneeId: string | null,
): Promise<LinearWrite[]> {
  const { directory, links } = services;
  const target = linearId('issue', stepKey(input.fingerprint, input.episode, 'issue'));
  const attachment = attachmentWrite(input, target, input, links);
  const issue: LinearWrite = {
    operation: 'issueCreate',
    target,
    step: 'issue',
    input: {
      teamId: await directory.teamId(),
      title: issueTitle(input.alert),
      description: issueBody(input, runLinks(services), unassigned(input, assigneeId)),
      priority: input.priority.priority,
      stateId: await directory.stateId('unstarted'),
      labelIds: await directory.labelIds(labelNames(input)),
      ...(assigneeId ? { assigneeId } : {}),
    },
  };
  return [
    issue,
    ...(attachment ? [attachment] : []),
    ...input.comments.map(({ step, comment }) => commentWrite(input, target, step, comment)),
    ...(input.state === 'started' ? [await stateWrite(services, target, 'started')] : []),
  ];
}

/** States have no id of their own: setting one twice changes nothing. */
export async function stateWrite(
  { directory }: LinearServices,
  issueId: string,
  to: OpenIssueInput['state'] | 'completed',
): Promise<LinearWrite> {
  const stateId = await directory.stateId(to);
  return { operation: 'issueUpdate', target: issueId, step: `state-${to}`, input: { stateId } };
}

function unassigned({ assignee }: OpenIssueInput, assigneeId: string | null): Unassigned | null {
  if (assigneeId) return null;
  return assignee ? 'unknown-user' : 'nobody-on-call';
}

function runLinks({ links }: LinearServices): { workflowId: string; workflow?: string } {
  const run = Context.current().info.workflowExecution;
  return run ? { workflowId: run.workflowId, workflow: workflowLink(links, run) } : { workflowId: 'unknown' };
}
