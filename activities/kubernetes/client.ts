import type * as Sdk from '@kubernetes/client-node';
import type { KubernetesReader, Workload, WorkloadStatus } from './reader';
import { KubernetesUnavailable } from './reader';
import { daemonSetStatus, replicatedStatus } from './status';

/** Where to find the cluster: a kubeconfig file, or the service account of the pod that agent-sre runs in. */
export type ClusterSource = { kubeconfig: string } | 'in-cluster';

const timeoutMs = 5_000;

/** Reads one cluster. The SDK is heavy, so it is loaded with the first read. */
export function createKubernetesReader(source: ClusterSource): KubernetesReader {
  let clients: Promise<Clients> | undefined;
  const read = async <T>(what: string, ask: (clients: Clients) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    signal?.throwIfAborted();
    try {
      clients ??= connect(source).catch((error: unknown) => {
        clients = undefined;
        throw error;
      });
      return await within(clients.then(ask), signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw new KubernetesUnavailable(explain(error, what), { cause: error });
    }
  };
  return {
    readWorkload: (namespace, workload, signal) =>
      read(
        `${workload.kind} ${workload.name} in namespace ${namespace}`,
        ({ apps }) => readStatus(apps, namespace, workload),
        signal,
      ),
    readPodPhase: (namespace, pod, signal) =>
      read(
        `pod ${pod} in namespace ${namespace}`,
        async ({ core }) => (await core.readNamespacedPod({ name: pod, namespace })).status?.phase ?? 'Unknown',
        signal,
      ),
  };
}

interface Clients {
  apps: Sdk.AppsV1Api;
  core: Sdk.CoreV1Api;
}

async function connect(source: ClusterSource): Promise<Clients> {
  const { AppsV1Api, CoreV1Api, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  if (source === 'in-cluster') config.loadFromCluster();
  else config.loadFromFile(source.kubeconfig);
  return { apps: config.makeApiClient(AppsV1Api), core: config.makeApiClient(CoreV1Api) };
}

async function readStatus(apps: Sdk.AppsV1Api, namespace: string, { kind, name }: Workload): Promise<WorkloadStatus> {
  const object = { name, namespace };
  if (kind === 'deployment') return replicatedStatus(await apps.readNamespacedDeployment(object));
  if (kind === 'statefulset') return replicatedStatus(await apps.readNamespacedStatefulSet(object));
  return daemonSetStatus(await apps.readNamespacedDaemonSet(object));
}

/** The SDK takes no signal: a read that is given up ends by itself, and its answer is dropped. */
async function within<T>(reading: Promise<T>, signal?: AbortSignal): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const giveUp = signal ? AbortSignal.any([signal, timeout]) : timeout;
  return new Promise((resolve, reject) => {
    giveUp.addEventListener('abort', () => reject(giveUp.reason as Error), { once: true });
    reading.then(resolve, reject);
  });
}

/** The answer's body and headers are left out: they repeat the request, and may hold tokens. */
function explain(error: unknown, what: string): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (code === 404) return `Kubernetes has no ${what}.`;
  if (code === 401) return `Kubernetes does not know agent-sre (401). Check the credentials in KUBECONFIG.`;
  if (code === 403) return `Kubernetes does not let agent-sre read ${what} (403). Grant its role the verb get.`;
  if (name === 'TimeoutError') return `Kubernetes did not answer within ${timeoutMs} ms. Check that the cluster is up.`;
  return `Kubernetes could not be asked (${String(code ?? name)}). Check KUBECONFIG and that the cluster is up.`;
}
