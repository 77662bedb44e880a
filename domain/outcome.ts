import type { BudgetImpact, Outcome, TimeSplit } from './incident';
import type { ExecutionResult, VerificationResult } from './remediation';

/** What decides how an incident ended. */
export interface OutcomeFacts {
  /** A human took over, or closed, cancelled or reassigned the issue. */
  takenOver: boolean;
  /** The incident was handed to the human on call after a remediation failed. */
  escalatedAfterRun: boolean;
  execution: ExecutionResult | null;
  verification: VerificationResult | null;
}

export function outcomeOf({ takenOver, escalatedAfterRun, execution, verification }: OutcomeFacts): Outcome {
  if (takenOver) return 'human';
  if (execution === null || execution.status === 'not-sent') return 'self-resolved';
  if (verification?.verdict === 'verified') return 'remediated';
  return escalatedAfterRun && verification?.verdict !== 'unverified' ? 'human' : 'unverified';
}

export interface TimeMarks {
  startsAt: string;
  endsAt: string;
  /** When the first event was accepted. */
  receivedAt: string;
  /** When it was settled what to do. */
  decidedAt: string | null;
  execution: Pick<ExecutionResult, 'startedAt' | 'endedAt'> | null;
  verification: Pick<VerificationResult, 'startedAt' | 'endedAt'> | null;
}

/**
 * Splits the time from start to end; what no step used is waiting. The parts are never negative and never more than the
 * whole, whatever the senders' clocks say.
 */
export function splitTimes({ decidedAt, execution, verification, ...marks }: TimeMarks): TimeSplit {
  let wait = span(marks.startsAt, marks.endsAt);
  const take = (used: number): number => {
    const taken = Math.min(used, wait);
    wait -= taken;
    return taken;
  };
  const act = take(execution ? span(execution.startedAt, execution.endedAt) : 0);
  const verify = take(verification ? span(verification.startedAt, verification.endedAt) : 0);
  const decide = take(decidedAt ? span(marks.receivedAt, decidedAt) : 0);
  return { wait, decide, approve: 0, act, verify };
}

export function span(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

/** Takes one more reading of the error budget into an incident's impact. */
export function withBudget(impact: BudgetImpact | null, remaining: number | null): BudgetImpact {
  if (impact === null) return { opening: remaining, lowest: remaining, closing: remaining };
  const lowest = [impact.lowest, remaining].filter((value): value is number => value !== null);
  return { opening: impact.opening, lowest: lowest.length > 0 ? Math.min(...lowest) : null, closing: remaining };
}
