import type { Check } from '../../domain/remediation';
import { nameOf, noKubernetes, readWorkload, workloadTarget } from './kubernetes-check';
import type { PreparedCheck, Subject } from './reading';

/** Every wanted pod exists in the newest revision and is ready, and none of an older one is left. */
export function prepareWorkloadReadyCheck(
  check: Extract<Check, { kind: 'workload-ready' }>,
  subject: Subject,
): PreparedCheck {
  const target = workloadTarget(check, subject);
  return {
    name: check.name ?? `Ready pods of ${nameOf(target, check.workload)}`,
    expected: 'all ready',
    async read(signal) {
      if (!subject.kubernetes) return noKubernetes;
      if (!('workload' in target)) return target;
      return readWorkload(subject.kubernetes, target, signal, ({ desired, ready, updated, existing }) => ({
        status: ready === desired && updated === desired && existing === desired ? 'passed' : 'failed',
        measured: `${ready} of ${desired} ready${updated < desired ? `, ${updated} up to date` : ''}`,
      }));
    },
  };
}
