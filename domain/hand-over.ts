import type { HandOver, OnCallPerson } from './incident';
import type { CheckResult, ExecutionResult, Plan, Selection, VerificationResult } from './remediation';

export interface HandOverFacts {
  to: OnCallPerson | null;
  reason: string;
  selection: Selection;
  execution: ExecutionResult | null;
  verification: VerificationResult | null;
  undo: { execution: ExecutionResult; verification: VerificationResult | null } | null;
  startsAt: string;
}

/** What the next person needs, from what was learned so far. */
export function handOverOf(facts: HandOverFacts): HandOver {
  const { to, reason, selection, execution, verification, startsAt } = facts;
  return {
    to,
    reason,
    workCompleted: workCompleted(facts),
    currentState: verification ? checksInWords(verification.checks) : 'The alert is firing; nothing was changed.',
    nextSteps: nextSteps(selection.plan, execution, verification),
    keyData: {
      'Firing since': startsAt,
      ...(selection.plan && { Remediation: selection.plan.remediation, Target: selection.plan.target }),
      ...(execution && { Attempts: String(execution.attempts) }),
    },
  };
}

function workCompleted({ selection, execution, verification, undo }: HandOverFacts): string[] {
  const done = selection.phases.map(({ method, outcome, reason }) => `Selection by ${method}: ${outcome}. ${reason}`);
  if (execution) done.push(`Call ${execution.status} after ${execution.attempts} attempt(s): ${execution.message}`);
  if (verification) done.push(`Verification: ${verification.verdict}. ${checksInWords(verification.checks)}`);
  if (undo)
    done.push(
      `Undo: call ${undo.execution.status}, ${undo.verification ? `checks ${undo.verification.verdict}` : 'not measured'}.`,
    );
  return done;
}

function checksInWords(checks: CheckResult[]): string {
  if (checks.length === 0) return 'No check was defined.';
  return checks
    .map(({ name, status, measured, expected, reason }) =>
      status === 'not-available'
        ? `${name}: not available (${reason ?? 'no value'})`
        : `${name}: ${measured} (${expected}) ${status}`,
    )
    .join('; ');
}

function nextSteps(
  plan: Plan | null,
  execution: ExecutionResult | null,
  verification: VerificationResult | null,
): string[] {
  const close = 'The issue closes by itself when the alert ends.';
  if (!plan) {
    return [
      'Find the cause and mend it by hand.',
      'Annotate the alert rule with lambda_function where this can be automated.',
      close,
    ];
  }
  if (!execution) return [`Run ${plan.remediation} on ${plan.target} by hand if it is right.`, close];
  if (execution.status === 'unknown')
    return [`Look whether ${plan.function} had an effect on ${plan.target} before running it again.`, close];
  if (verification?.verdict === 'verified')
    return ['The checks hold and the alert still fires: look at the alert rule and for a second cause.', close];
  if (verification?.verdict === 'unverified')
    return [`Look at ${plan.target}: nothing could be measured after ${plan.remediation}.`, close];
  return [`Look at ${plan.target}: ${plan.remediation} did not help.`, close];
}
