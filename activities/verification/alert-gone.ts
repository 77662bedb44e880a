import type { Check } from '../../domain/remediation';
import type { AlertingRule } from '../prometheus/answers';
import { belongsTo, rulesOf } from './alert-rule';
import type { PreparedCheck, Reading, Subject } from './reading';
import { neverAvailable, notYetAvailable } from './reading';

/** Prometheus has evaluated the alert's rule since the execution, and the alert is neither firing nor pending. */
export function prepareAlertGoneCheck(check: Extract<Check, { kind: 'alert-gone' }>, subject: Subject): PreparedCheck {
  const { prometheus, alert, notBefore } = subject;
  return {
    name: check.name ?? 'Alert in Prometheus',
    expected: 'inactive',
    async read(signal) {
      if (!prometheus) return neverAvailable('No Prometheus is configured. Set PROMETHEUS_URL.');
      const rules = await rulesOf(prometheus, alert, signal);
      if (rules.length === 0) return neverAvailable('Prometheus has no rule of this alert.');
      return judge(rules, alert.labels, notBefore);
    },
  };
}

function judge(rules: AlertingRule[], labels: Record<string, string>, notBefore: number): Reading {
  const evaluated = rules.every(
    ({ lastEvaluation, health }) => Date.parse(lastEvaluation) > notBefore && health === 'ok',
  );
  if (!evaluated) return notYetAvailable('Prometheus has not evaluated the rule of the alert since the remediation.');
  const active = rules.flatMap(({ alerts }) => alerts).filter((instance) => belongsTo(instance.labels, labels, []));
  const state = active.find((instance) => instance.state === 'firing') ?? active[0];
  return state ? { status: 'failed', measured: state.state } : { status: 'passed', measured: 'inactive' };
}
