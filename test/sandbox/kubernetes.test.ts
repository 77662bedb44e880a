import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppsV1Api, CoreV1Api, KubeConfig, VersionApi } from '@kubernetes/client-node';
import { Fleet } from '../../sandbox/fleet/fleet';
import type { StandIn } from '../../sandbox/http/stand-in';
import { startKubernetes, writeKubeconfig } from '../../sandbox/kubernetes/server';

let fleet: Fleet;
let kubernetes: StandIn;
let folder: string;
const config = new KubeConfig();
let now = Date.now();

beforeAll(async () => {
  fleet = new Fleet({ now: () => now });
  kubernetes = await startKubernetes(fleet);
  folder = await mkdtemp(path.join(tmpdir(), 'kubeconfig-'));
  await writeKubeconfig(path.join(folder, 'kubeconfig'), kubernetes.url);
  config.loadFromFile(path.join(folder, 'kubeconfig'));
});
afterAll(async () => {
  await kubernetes.close();
  await rm(folder, { recursive: true });
});

it('is read by the Kubernetes client through the kubeconfig that it writes', async () => {
  expect((await config.makeApiClient(VersionApi).getCode()).gitVersion).toBe('v1.33.0-sandbox');
  const apps = config.makeApiClient(AppsV1Api);
  const at = { namespace: 'production', name: 'app' };
  fleet.scale(fleet.workload('production', 'app')!, 3);
  const starting = await apps.readNamespacedDeployment(at);
  expect(starting).toMatchObject({
    spec: { replicas: 3 },
    status: { observedGeneration: 2, availableReplicas: 2, unavailableReplicas: 1 },
  });
  now += 1000;
  const ready = await apps.readNamespacedDeploymentStatus(at);
  expect(ready.status).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 });
  expect((await apps.readNamespacedDeploymentScale(at)).spec!.replicas).toBe(3);
});

it('shows pods with phase and readiness, and answers 404 for others', async () => {
  const core = config.makeApiClient(CoreV1Api);
  const pod = await core.readNamespacedPod({ namespace: 'production', name: 'app-xyz' });
  expect(pod.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true, restartCount: 0 }] });
  expect(pod.metadata!.creationTimestamp).toBeInstanceOf(Date);
  const names = (await core.listNamespacedPod({ namespace: 'production' })).items.map(({ metadata }) => metadata!.name);
  expect(names).toContain('app-xyz');
  await expect(core.readNamespacedPod({ namespace: 'production', name: 'moon' })).rejects.toMatchObject({ code: 404 });
});
