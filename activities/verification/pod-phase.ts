import type { Check } from '../../domain/remediation';
import { isNamespaceName, isObjectName } from '../kubernetes/name';
import { fillName, noKubernetes } from './kubernetes-check';
import type { PreparedCheck, Subject } from './reading';
import { neverAvailable } from './reading';

export function preparePodPhaseCheck(check: Extract<Check, { kind: 'pod-phase' }>, subject: Subject): PreparedCheck {
  const pod = fillName(check.pod, subject);
  const namespace = fillName(check.namespace, subject);
  return {
    name: check.name ?? `Phase of pod ${pod ?? check.pod}`,
    expected: check.phase,
    async read(signal) {
      if (!subject.kubernetes) return noKubernetes;
      if (pod === undefined || namespace === undefined)
        return neverAvailable('A placeholder of the check has no value.');
      if (!isObjectName(pod) || !isNamespaceName(namespace))
        return neverAvailable('Pod and namespace are not DNS names.');
      const phase = await subject.kubernetes.readPodPhase(namespace, pod, signal);
      return { status: phase === check.phase ? 'passed' : 'failed', measured: phase };
    },
  };
}
