import type { IssueComment } from '../incident';
import type { CheckResult, ExecutionResult, Plan, Selection, VerificationResult } from '../remediation';
import { codeBlock, inertLine } from './markdown';
import { formatPercent } from './percent';

type CommentOf<Kind extends IssueComment['kind']> = Extract<IssueComment, { kind: Kind }>;

export function selectedComment({ selection, plan }: CommentOf<'remediation-selected'>): string {
  return `## Remediation Selected\n\n${choice(selection, plan)}`;
}

export function proposedComment({ selection, plan, reason }: CommentOf<'remediation-proposed'>): string {
  return `## Remediation Proposed\n\nNothing was run: ${inertLine(reason, 1_000)}\n\n${choice(selection, plan)}`;
}

function choice(selection: Selection, plan: Plan): string {
  const lines = [
    ...identity(plan),
    `- **Risk**: ${plan.risk}`,
    `- **Method**: ${selection.method ?? 'none'}`,
    `- **Confidence**: ${formatPercent(selection.confidence)}`,
    `- **Reason**: ${inertLine(selection.reason, 1_000)}`,
    '- **Parameters**:',
  ];
  return `${lines.join('\n')}\n\n${codeBlock(JSON.stringify(plan.parameters, null, 2), 'json', 4_000)}`;
}

/** The function's name, and the catalogue's where it has another. */
function identity(plan: Plan): string[] {
  const lines = [`- **Function**: ${inertLine(plan.function)}`, `- **Target**: ${inertLine(plan.target)}`];
  return plan.remediation === plan.function ? lines : [`- **Remediation**: ${inertLine(plan.remediation)}`, ...lines];
}

export function resultComment({ plan, execution, verification, next }: CommentOf<'remediation-result'>): string {
  const parts = [
    `## Remediation ${resultWord(execution, verification)}`,
    [...identity(plan), callFact(execution)].join('\n'),
    checkList(verification),
    `**Next**: ${inertLine(next, 1_000)}`,
  ];
  return parts.filter(Boolean).join('\n\n');
}

export function undoComment({ plan, execution, verification }: CommentOf<'undo-result'>): string {
  const parts = [
    `## Undo ${resultWord(execution, verification)}`,
    'The remediation did not hold, so its inverse was run.',
    [...identity(plan), callFact(execution)].join('\n'),
    checkList(verification),
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** What was measured decides; without a measurement a call that may have had an effect is not verified. */
function resultWord(execution: ExecutionResult, verification: VerificationResult | null): string {
  if (execution.status === 'failed' || execution.status === 'not-sent') return 'Failed';
  if (verification?.verdict === 'verified') return 'Verified';
  return verification?.verdict === 'failed' ? 'Failed' : 'Not Verified';
}

const statusWords: Record<ExecutionResult['status'], string> = {
  succeeded: 'succeeded',
  failed: 'failed',
  unknown: 'has an unknown result: it may have had an effect',
  cancelled: 'was cancelled: it may have had an effect',
  'not-sent': 'was not sent',
};

function callFact({ status, message, attempts }: ExecutionResult): string {
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  const said = inertLine(message, 1_000);
  return `- **Call**: ${statusWords[status]}${tries}${said && `. ${said}`}`;
}

function checkList(verification: VerificationResult | null): string {
  if (!verification) return '';
  return `**Checks**\n\n${verification.checks.map(checkLine).join('\n') || 'None.'}`;
}

/** Such as `CPU usage: 45% (< 80%), passed`. */
function checkLine({ name, status, measured, expected, reason }: CheckResult): string {
  const value = measured === null ? 'not available' : inertLine(measured);
  const outcome = status === 'not-available' && measured === null ? '' : `, ${status.replace('-', ' ')}`;
  const why = reason ? `: ${inertLine(reason)}` : '';
  return `- ${inertLine(name)}: ${value} (${comparison(expected)})${outcome}${why}`;
}

/** The operator in front is ours and, with the space after it, never markup; what follows may be anybody's. */
function comparison(expected: string): string {
  const operator = /^(?:[<>]=?|[=!]=) /.exec(expected)?.[0] ?? '';
  return operator + inertLine(expected.slice(operator.length));
}

export function coolingDownComment({ plan, ranAt, until }: CommentOf<'cooling-down'>): string {
  const what = `${inertLine(plan.remediation)} ran on ${inertLine(plan.target)} at ${inertLine(ranAt)}`;
  return `## Cooling Down\n\n${what}. It is not run there again before ${inertLine(until)}.`;
}
