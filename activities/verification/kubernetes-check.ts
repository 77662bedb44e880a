import { fillPlaceholders } from '../../domain/placeholder';
import { isNamespaceName, parseWorkload } from '../kubernetes/name';
import type { KubernetesReader, Workload, WorkloadStatus } from '../kubernetes/reader';
import type { Reading, Subject } from './reading';
import { neverAvailable, notYetAvailable, placeholderValues } from './reading';

export const noKubernetes = neverAvailable('No Kubernetes cluster is configured. Set KUBECONFIG.');

/** A name of the check with its placeholders filled; `undefined` where a value is missing. */
export function fillName(template: string, subject: Subject): string | undefined {
  return fillPlaceholders(template, placeholderValues(subject), String);
}

export interface WorkloadTarget {
  namespace: string;
  workload: Workload;
}

/** What a check about a workload asks for, or why it can't be asked. Nothing is asked under an impossible name. */
export function workloadTarget(
  check: { workload: string; namespace: string },
  subject: Subject,
): WorkloadTarget | Reading {
  const namespace = fillName(check.namespace, subject);
  const written = fillName(check.workload, subject);
  if (namespace === undefined || written === undefined)
    return neverAvailable('A placeholder of the check has no value.');
  const workload = parseWorkload(written);
  if (!workload)
    return neverAvailable('The workload is not written as deployment/name, statefulset/name or daemonset/name.');
  return isNamespaceName(namespace) ? { namespace, workload } : neverAvailable('The namespace is not a DNS label.');
}

/** Reads the workload and judges it once its controller has seen the newest specification. */
export async function readWorkload(
  kubernetes: KubernetesReader,
  { namespace, workload }: WorkloadTarget,
  signal: AbortSignal,
  judge: (status: WorkloadStatus) => Reading,
): Promise<Reading> {
  const status = await kubernetes.readWorkload(namespace, workload, signal);
  return status.current ? judge(status) : notYetAvailable('Kubernetes has not acted on the newest specification yet.');
}

export const nameOf = (target: WorkloadTarget | Reading, written: string): string =>
  'workload' in target ? target.workload.name : written;
