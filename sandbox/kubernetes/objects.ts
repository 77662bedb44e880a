import type { Fleet, Pod, Workload } from '../fleet/fleet';
import { seededId } from '../seeded-id';

const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const labelsOf = ({ name }: Workload): Record<string, string> => ({ app: name });

/** A `v1` Status, which is how the API answers errors. */
export function statusObject(code: number, reason: string, message: string): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}

export function deploymentObject(workload: Workload, fleet: Fleet): object {
  const { namespace, name, pods, generation, createdAt } = workload;
  const ready = fleet.ready(workload).length;
  const changedAt = iso(Math.max(createdAt, ...pods.map((pod) => pod.readyAt)));
  const condition = (type: string, holds: boolean, reason: string): object => ({
    ...{
      type,
      status: holds ? 'True' : 'False',
      reason,
      message: '',
      lastUpdateTime: changedAt,
      lastTransitionTime: changedAt,
    },
  });
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: {
      ...{ name, namespace, generation, labels: labelsOf(workload), creationTimestamp: iso(createdAt) },
      ...{ uid: seededId(`deployment/${namespace}/${name}`), resourceVersion: String(generation + ready) },
    },
    spec: {
      ...{ replicas: pods.length, selector: { matchLabels: labelsOf(workload) }, revisionHistoryLimit: 10 },
      ...{ strategy: { type: 'RollingUpdate' }, progressDeadlineSeconds: 600 },
      template: { metadata: { labels: labelsOf(workload) }, spec: podSpec() },
    },
    status: {
      ...{ observedGeneration: generation, replicas: pods.length, updatedReplicas: pods.length },
      ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
      ...(ready < pods.length && { unavailableReplicas: pods.length - ready }),
      conditions: [
        condition(
          'Available',
          ready === pods.length,
          ready === pods.length ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
        ),
        condition('Progressing', true, ready === pods.length ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated'),
      ],
    },
  };
}

export function scaleObject({ namespace, name, pods, createdAt, generation }: Workload): object {
  return {
    ...{ kind: 'Scale', apiVersion: 'autoscaling/v1' },
    metadata: { name, namespace, resourceVersion: String(generation), creationTimestamp: iso(createdAt) },
    spec: { replicas: pods.length },
    status: { replicas: pods.length, selector: `app=${name}` },
  };
}

export function podObject(pod: Pod, workload: Workload, fleet: Fleet): object {
  const ready = fleet.isReady(pod);
  const condition = (type: string, holds: boolean): object => ({
    ...{
      type,
      status: holds ? 'True' : 'False',
      lastProbeTime: null,
      lastTransitionTime: iso(holds ? pod.readyAt : pod.createdAt),
    },
  });
  const restarting = pod.restarts > 0;
  return {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: {
      ...{
        name: pod.name,
        namespace: workload.namespace,
        labels: labelsOf(workload),
        creationTimestamp: iso(pod.createdAt),
      },
      ...{ uid: seededId(`pod/${workload.namespace}/${pod.name}`), resourceVersion: String(1 + pod.restarts) },
    },
    spec: podSpec(),
    status: {
      ...{ phase: ready || restarting ? 'Running' : 'Pending', startTime: iso(pod.createdAt), qosClass: 'Burstable' },
      conditions: [condition('PodScheduled', true), condition('ContainersReady', ready), condition('Ready', ready)],
      containerStatuses: [
        {
          ...{ name: 'main', image: 'example/app:1', imageID: '', ready, started: ready, restartCount: pod.restarts },
          state: ready ? { running: { startedAt: iso(pod.readyAt) } } : { waiting: { reason: 'ContainerCreating' } },
        },
      ],
    },
  };
}

const podSpec = (): object => ({
  containers: [{ name: 'main', image: 'example/app:1', resources: { limits: { cpu: '1' } } }],
});
