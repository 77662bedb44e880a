import type { Plan, Selection } from './remediation';

export type PolicyOutcome = 'auto' | 'propose';

export interface PolicyDecision {
  outcome: PolicyOutcome;
  /** A sentence for the issue. */
  reason: string;
}

/**
 * What may run without a human where no policy file says otherwise: functions of low or medium risk that the rule's
 * author annotated. All else is written down as a proposal.
 */
export function decidePolicy(plan: Plan, selection: Selection): PolicyDecision {
  if (selection.method !== 'annotation') return propose('It was not named by the author of the alert rule.');
  if (plan.executor !== 'function') return propose('It is a change of the GitOps repository, which a human makes.');
  if (plan.risk === 'high') return propose('Its risk is high, and high risk never runs without an approval.');
  return { outcome: 'auto', reason: `An annotated function of ${plan.risk} risk runs.` };
}

const propose = (reason: string): PolicyDecision => ({ outcome: 'propose', reason });

/** A remediation that ran; kept to hold the cooldown. */
export interface PastRun {
  remediation: string;
  target: string;
  endedAt: string;
}

/** When the plan's remediation may run on its target again, in ms since the epoch; `null` = now. */
export function coolingUntil(
  plan: Plan,
  runs: PastRun[],
  cooldownMs: number,
  now: number,
): { ranAt: string; until: number } | null {
  const ranAt = runs
    .filter(({ remediation, target }) => remediation === plan.remediation && target === plan.target)
    .reduce((newest, { endedAt }) => (endedAt > newest ? endedAt : newest), '');
  const until = Date.parse(ranAt) + cooldownMs;
  return until > now ? { ranAt, until } : null;
}
