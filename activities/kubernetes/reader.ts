export type WorkloadKind = 'deployment' | 'statefulset' | 'daemonset';

export interface Workload {
  kind: WorkloadKind;
  name: string;
}

/** What a workload's controller reports. */
export interface WorkloadStatus {
  /** Pods that there should be. */
  desired: number;
  ready: number;
  /** Pods of the newest revision. */
  updated: number;
  /** Pods of any revision. */
  existing: number;
  /** Whether the controller has seen the newest specification; until then the numbers are about an older one. */
  current: boolean;
}

/** The reads that verification needs. Throws `KubernetesUnavailable`. */
export interface KubernetesReader {
  readWorkload(namespace: string, workload: Workload, signal?: AbortSignal): Promise<WorkloadStatus>;
  /** The pod's phase, such as `Running`. */
  readPodPhase(namespace: string, pod: string, signal?: AbortSignal): Promise<string>;
}

/** Kubernetes did not say; the message is a sentence that tells what to do. */
export class KubernetesUnavailable extends Error {
  override readonly name = 'KubernetesUnavailable';
}
