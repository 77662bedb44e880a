import type { HandOver, IssueComment } from '../incident';
import { priorityNames } from '../priority';
import { closingComment } from './closing-comment';
import { codeSpan, inertLine } from './markdown';
import { renderWithin } from './plain-text';
import {
  coolingDownComment,
  proposedComment,
  resultComment,
  selectedComment,
  undoComment,
} from './remediation-comment';
import { slmFacts } from './slm-facts';

/** A comment's Markdown; text of others in it is inert. */
export function renderComment(comment: IssueComment): string {
  switch (comment.kind) {
    case 'slo-impact':
      return `This alert impacts SLO: ${inertLine(comment.slm.slo)}\n\n${slmFacts(comment.slm)}`;
    case 'remediation-selected':
      return selectedComment(comment);
    case 'remediation-proposed':
      return proposedComment(comment);
    case 'remediation-result':
      return resultComment(comment);
    case 'undo-result':
      return undoComment(comment);
    case 'cooling-down':
      return coolingDownComment(comment);
    case 'escalated':
      return handOverComment(comment.handOver);
    case 'taken-over':
      return takenOverComment(comment);
    case 'parked':
      return parkedComment(comment);
    case 'resumed':
      return '## Resumed\n\nThe alert is active again, neither silenced nor inhibited: automation goes on.';
    case 'reopened':
      return `## Reopened\n\nThe alert fired again at ${inertLine(comment.startsAt)}. This issue was closed at ${inertLine(comment.closedAt)}, which is within the reopen window.`;
    case 'priority-changed':
      return priorityComment(comment);
    case 'notification-failed':
      return `## Notification Failed\n\nThe ${comment.channel} message about this incident could not be delivered: ${inertLine(comment.reason)}`;
    case 'alert-resolved':
      return closingComment(comment.closing);
  }
}

type CommentOf<Kind extends IssueComment['kind']> = Extract<IssueComment, { kind: Kind }>;

function handOverComment({ to, reason, workCompleted, currentState, nextSteps, keyData }: HandOver): string {
  const recipient = to
    ? `${inertLine(to.name)} (${codeSpan(to.email)})`
    : 'nobody is on call; whoever reads this first';
  return [
    '## Escalated',
    `- **To**: ${recipient}\n- **Reason**: ${inertLine(reason, 1_000)}`,
    `**Work completed**\n\n${list(workCompleted)}`,
    `**Current state**\n\n${inertLine(currentState, 1_000)}`,
    `**Next steps**\n\n${list(nextSteps)}`,
    `**Key data**\n\n${list(Object.entries(keyData).map(([name, value]) => `${name}: ${value}`))}`,
  ].join('\n\n');
}

const mostLines = 50;

function list(lines: string[]): string {
  if (lines.length === 0) return 'None.';
  return lines
    .slice(0, mostLines)
    .map((line) => `- ${inertLine(line, 1_000)}`)
    .join('\n');
}

function takenOverComment({ by, reason, interrupted }: CommentOf<'taken-over'>): string {
  const call = interrupted ? '\n\nA running call was cancelled; whether it had an effect is not known.' : '';
  return `## Taken Over\n\nAutomation has stopped: ${inertLine(by)} took over. ${inertLine(reason, 1_000)}${call}`;
}

function parkedComment({ standing, by }: CommentOf<'parked'>): string {
  const [what, cause] = standing === 'silenced' ? ['silenced', 'silence'] : ['inhibited', 'alert'];
  const ids = by.length > 0 ? ` by ${cause} ${by.slice(0, mostLines).map(shownId).join(', ')}` : '';
  return `## Parked\n\nThe alert is ${what} in Alertmanager${ids}. Automation waits until it no longer is.`;
}

const shownId = (id: string): string => renderWithin(id, 200, codeSpan);

function priorityComment({ from, to, slm }: CommentOf<'priority-changed'>): string {
  const change = `From ${from.priority} (${priorityNames[from.priority]}) to ${to.priority} (${priorityNames[to.priority]}).`;
  return `## Priority Changed\n\n${change} ${inertLine(to.reason)}\n\n${slmFacts(slm)}`;
}
