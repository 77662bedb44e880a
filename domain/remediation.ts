/** What a remediation is, and what is known of it after each step. */

export type RiskLevel = 'low' | 'medium' | 'high';
export type Executor = 'function' | 'pull-request';
export type Parameters = Record<string, unknown>;
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/**
 * One thing that is measured after a remediation. `{name}` in a query, name or namespace stands for a parameter or
 * label of that name; a check whose placeholder has no value can't be measured.
 */
export type Check =
  | { kind: 'promql'; name: string; query: string; op: Comparison; value: number; unit?: string }
  | { kind: 'workload-ready'; name?: string; workload: string; namespace: string }
  | { kind: 'replicas'; name?: string; workload: string; namespace: string; op: Comparison; value: number | string }
  | { kind: 'pod-phase'; name?: string; pod: string; namespace: string; phase: string }
  | { kind: 'alert-gone'; name?: string }
  /** The alert's own expression no longer holds for its labels: the check where a catalogue entry names none. */
  | { kind: 'expression' };

export interface CatalogueEntry {
  id: string;
  description: string;
  executor: Executor;
  risk: RiskLevel;
  /** Name of the function to call; the entry's id where left out. */
  function?: string;
  /** JSON Schema (draft 2020-12) of the parameters. */
  parameters?: Record<string, unknown>;
  /** What the remediation acts on, with `{name}` placeholders; decides the cooldown. */
  target?: string;
  /** `false`: tried once, and an unknown result goes to a human. */
  idempotent: boolean;
  /** Longest time that the call, its retries and its completion may take together, in milliseconds. */
  timeoutMs: number;
  inverse?: { remediation: string; parameters: Parameters };
  verification: { checks: Check[]; withinMs?: number; intervalMs?: number };
}

export type SelectionMethod = 'annotation' | 'trm' | 'rag' | 'few-shot' | 'function-calling';

/** What one phase of selection came to. */
export interface PhaseRecord {
  method: SelectionMethod;
  outcome: 'selected' | 'absent' | 'refused';
  reason: string;
}

/** A remediation that was chosen, complete enough to be run, shown, compared and undone. */
export interface Plan {
  remediation: string;
  executor: Executor;
  function: string;
  parameters: Parameters;
  target: string;
  risk: RiskLevel;
  idempotent: boolean;
  timeoutMs: number;
  checks: Check[];
  /** How long verification may take; `null` = the configured `verifyTimeout`. */
  verifyWithinMs: number | null;
  verifyIntervalMs: number;
  /** The plan that undoes this one, where the catalogue declares an inverse. */
  undo: Plan | null;
  /** Whether a catalogue entry describes it. */
  catalogued: boolean;
}

export interface Selection {
  plan: Plan | null;
  method: SelectionMethod | null;
  /** 0 to 1. */
  confidence: number;
  reason: string;
  phases: PhaseRecord[];
}

/** How a call ended. `unknown`: it may have had an effect, and nobody can say. */
export type ExecutionStatus = 'succeeded' | 'failed' | 'unknown' | 'cancelled' | 'not-sent';

export interface ExecutionResult {
  status: ExecutionStatus;
  /** The function's `message`, or why the call failed: a sentence, untrusted where it comes from the function. */
  message: string;
  attempts: number;
  startedAt: string;
  endedAt: string;
}

export interface CheckResult {
  name: string;
  status: 'passed' | 'failed' | 'not-available';
  /** The measured value in words, such as "45%"; `null` where nothing was measured. */
  measured: string | null;
  /** What was asked for, such as "< 80%". */
  expected: string;
  /** Why it could not be measured. */
  reason?: string;
}

export type Verdict = 'verified' | 'failed' | 'unverified';

export interface VerificationResult {
  verdict: Verdict;
  checks: CheckResult[];
  startedAt: string;
  endedAt: string;
}

/** Verified needs at least one measured check and no failed one; what can't be measured counts neither way. */
export function verdictOf(checks: CheckResult[]): Verdict {
  if (checks.some((check) => check.status === 'failed')) return 'failed';
  return checks.some((check) => check.status === 'passed') ? 'verified' : 'unverified';
}
