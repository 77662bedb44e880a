import type { Workload, WorkloadKind } from './reader';

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const workload = /^(?:(deployment|statefulset|daemonset)\/)?([^/]+)$/;

/** RFC 1123 label, as namespaces are named. */
export const isNamespaceName = (name: string): boolean => label.test(name);

/** RFC 1123 subdomain, as pods and workloads are named. */
export const isObjectName = (name: string): boolean => name.length <= 253 && subdomain.test(name);

/** `deployment/app`, `statefulset/db`, `daemonset/agent`; a bare name is a deployment's. `undefined` for anything else. */
export function parseWorkload(written: string): Workload | undefined {
  const [, kind = 'deployment', name = ''] = workload.exec(written) ?? [];
  return isObjectName(name) ? { kind: kind as WorkloadKind, name } : undefined;
}
