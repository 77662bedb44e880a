import type { V1DaemonSet, V1Deployment, V1StatefulSet } from '@kubernetes/client-node';
import type { WorkloadStatus } from './reader';

/** Deployments and StatefulSets report in the same fields. */
export function replicatedStatus({ metadata, spec, status }: V1Deployment | V1StatefulSet): WorkloadStatus {
  return {
    desired: spec?.replicas ?? 1,
    ready: status?.readyReplicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    existing: status?.replicas ?? 0,
    current: isObserved(metadata?.generation, status?.observedGeneration),
  };
}

export function daemonSetStatus({ metadata, status }: V1DaemonSet): WorkloadStatus {
  return {
    desired: status?.desiredNumberScheduled ?? 0,
    ready: status?.numberReady ?? 0,
    updated: status?.updatedNumberScheduled ?? 0,
    existing: status?.currentNumberScheduled ?? 0,
    current: isObserved(metadata?.generation, status?.observedGeneration),
  };
}

const isObserved = (generation = 0, observed = -1): boolean => observed >= generation;
