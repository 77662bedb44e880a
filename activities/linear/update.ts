import type { IssueComment, IssueWrite } from '../../domain/incident';
import type { LinearServices } from './services';
import type { UpdateIssueInput } from './contract';
import type { LinearWrite } from './document';
import { putOff } from './failures';
import { commentWrite } from './issue-writes';
import { stateWrite } from './open';
import { performWrites } from './writes';

/** Comments that a person acts on; all others can wait while Linear's hourly budget is low. */
const urgent = new Set<IssueComment['kind']>(['remediation-result', 'escalated', 'taken-over', 'alert-resolved']);

export async function updateIssue(services: LinearServices, input: UpdateIssueInput): Promise<void> {
  const { budget, clock, directory } = services;
  const until = input.writes.every(canWait) ? budget.putOffUntil(keyOf(input)) : null;
  if (until !== null) throw putOff(until, clock());
  await directory.withFreshIds(async () => {
    const writes = await Promise.all(input.writes.map((write) => toLinear(services, input, write)));
    const { rejected } = await performWrites(services, writes);
    if (rejected[0]) throw rejected[0];
  });
}

function canWait(write: IssueWrite): boolean {
  return write.write === 'comment' && !urgent.has(write.comment.kind);
}

function keyOf({ fingerprint, episode, writes }: UpdateIssueInput): string {
  return [fingerprint, episode, ...writes.map((write) => (write.write === 'comment' ? write.step : write.write))].join(
    '/',
  );
}

async function toLinear(services: LinearServices, input: UpdateIssueInput, write: IssueWrite): Promise<LinearWrite> {
  const issueId = input.issue.id;
  switch (write.write) {
    case 'comment':
      return commentWrite(input, issueId, write.step, write.comment);
    case 'state':
      return stateWrite(services, issueId, write.to);
    case 'priority':
      return { operation: 'issueUpdate', target: issueId, step: 'priority', input: { priority: write.to.priority } };
  }
}
