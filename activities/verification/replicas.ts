import type { Check } from '../../domain/remediation';
import { fillName, nameOf, noKubernetes, readWorkload, workloadTarget } from './kubernetes-check';
import { compare } from './quantity';
import type { PreparedCheck, Subject } from './reading';
import { neverAvailable } from './reading';

/** The number of ready pods, compared with a number or a parameter. */
export function prepareReplicasCheck(check: Extract<Check, { kind: 'replicas' }>, subject: Subject): PreparedCheck {
  const target = workloadTarget(check, subject);
  const written = fillName(String(check.value), subject)?.trim();
  const limit = written === undefined || written === '' ? NaN : Number(written);
  return {
    name: check.name ?? `Replicas of ${nameOf(target, check.workload)}`,
    expected: `${check.op} ${Number.isNaN(limit) ? check.value : limit}`,
    async read(signal) {
      if (!subject.kubernetes) return noKubernetes;
      if (!('workload' in target)) return target;
      if (Number.isNaN(limit)) return neverAvailable(`The number of replicas to compare with has no value.`);
      return readWorkload(subject.kubernetes, target, signal, ({ ready }) => ({
        status: compare(ready, check.op, limit) ? 'passed' : 'failed',
        measured: String(ready),
      }));
    },
  };
}
