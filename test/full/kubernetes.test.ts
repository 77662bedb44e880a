import type { AppsV1Api, CoreV1Api } from '@kubernetes/client-node';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createKubernetesReader } from '../../activities/kubernetes/client';
import { createVerificationActivities } from '../../activities/verification/activities';
import type { Check, VerificationResult } from '../../domain/remediation';
import { eventually } from '../support/eventually';
import type { KubernetesCluster } from './kubernetes-cluster';
import { startKubernetesCluster } from './kubernetes-cluster';

jest.setTimeout(120_000);

const namespace = 'production';
let cluster: KubernetesCluster;
let apps: AppsV1Api;
let core: CoreV1Api;

beforeAll(async () => {
  cluster = await startKubernetesCluster();
  const { AppsV1Api: Apps, CoreV1Api: Core, KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(cluster.admin);
  apps = config.makeApiClient(Apps);
  core = config.makeApiClient(Core);
  const room = { cpu: '8', memory: '8Gi', pods: '50' };
  await core.createNode({ body: { metadata: { name: 'node-1' }, status: { capacity: room, allocatable: room } } });
  await core.createNamespace({ body: { metadata: { name: namespace } } });
});
afterAll(() => cluster?.stop());

async function deploy(name: string, replicas: number, nodeSelector?: Record<string, string>): Promise<void> {
  const labels = { app: name };
  const spec = { containers: [{ name: 'app', image: 'example.org/app:1' }], nodeSelector };
  await apps.createNamespacedDeployment({
    namespace,
    body: {
      metadata: { name },
      spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
  });
}

function verify(checks: Check[], withinMs: number, kubeconfig = cluster.admin): Promise<VerificationResult> {
  const activities = createVerificationActivities({
    kubernetes: createKubernetesReader({ kubeconfig }),
    clock: Date.now,
  });
  const now = new Date().toISOString();
  return new MockActivityEnvironment().run(activities.verify, {
    alert: { labels: { alertname: 'PodCPUHigh', namespace }, fingerprint: 'ccf40201d09f839c' },
    checks,
    parameters: {},
    notBefore: now,
    deadline: new Date(Date.now() + withinMs).toISOString(),
    intervalMs: 250,
  });
}

const ready = (workload: string): Check => ({ kind: 'workload-ready', workload, namespace: '{namespace}' });
const replicas = (workload: string, value: number): Check => ({
  kind: 'replicas',
  workload,
  namespace: '{namespace}',
  op: '==',
  value,
});

it('a new deployment is verified once its pods are ready', async () => {
  await deploy('app', 2);
  const result = await verify([ready('deployment/app'), replicas('app', 2)], 60_000);
  expect(result).toMatchObject({
    verdict: 'verified',
    checks: [
      { name: 'Ready pods of app', status: 'passed', measured: '2 of 2 ready' },
      { name: 'Replicas of app', status: 'passed', measured: '2', expected: '== 2' },
    ],
  });
});

it('a scaled deployment is verified by the replicas that it came to', async () => {
  await deploy('scaled', 1);
  expect(await verify([replicas('scaled', 1)], 60_000)).toMatchObject({ verdict: 'verified' });
  const scale = await apps.readNamespacedDeploymentScale({ name: 'scaled', namespace });
  await apps.replaceNamespacedDeploymentScale({ name: 'scaled', namespace, body: { ...scale, spec: { replicas: 3 } } });
  expect(await verify([replicas('scaled', 3), ready('scaled')], 60_000)).toMatchObject({
    verdict: 'verified',
    checks: [{ measured: '3' }, { measured: '3 of 3 ready' }],
  });
});

it('a deployment whose pods find no node has failed when the time is up', async () => {
  await deploy('stuck', 2, { disk: 'none-has-it' });
  const result = await verify([ready('stuck'), replicas('stuck', 2)], 3_000);
  expect(result).toMatchObject({ verdict: 'failed', checks: [{ measured: '0 of 2 ready' }, { measured: '0' }] });
});

it('a pod is verified by its phase', async () => {
  await deploy('single', 1);
  const pod = await eventually(
    async () => (await core.listNamespacedPod({ namespace, labelSelector: 'app=single' })).items[0]?.metadata?.name,
  );
  const phase: Check = { kind: 'pod-phase', pod, namespace, phase: 'Running' };
  expect(await verify([phase], 60_000)).toMatchObject({ verdict: 'verified', checks: [{ measured: 'Running' }] });
});

it('what does not exist, or may not be read, is not available and verifies nothing', async () => {
  const missing = await verify([ready('missing'), replicas('statefulset/missing', 1)], 0);
  expect(missing).toMatchObject({
    verdict: 'unverified',
    checks: [
      { status: 'not-available', reason: 'Kubernetes has no deployment missing in namespace production.' },
      { status: 'not-available', reason: 'Kubernetes has no statefulset missing in namespace production.' },
    ],
  });
  const forbidden = await verify([ready('app')], 0, cluster.nobody);
  expect(forbidden).toMatchObject({ verdict: 'unverified', checks: [{ reason: expect.stringContaining('(403)') }] });
});
