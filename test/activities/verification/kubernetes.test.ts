import type { KubernetesReader, WorkloadStatus } from '../../../activities/kubernetes/reader';
import { KubernetesUnavailable } from '../../../activities/kubernetes/reader';
import type { Check } from '../../../domain/remediation';
import { measure } from './fixture';

const settled: WorkloadStatus = { desired: 3, ready: 3, updated: 3, existing: 3, current: true };

function clusterWith(status: Partial<WorkloadStatus> | Error, phase = 'Running') {
  const asked: string[] = [];
  const kubernetes: KubernetesReader = {
    readWorkload(namespace, { kind, name }) {
      asked.push(`${namespace}/${kind}/${name}`);
      return status instanceof Error ? Promise.reject(status) : Promise.resolve({ ...settled, ...status });
    },
    readPodPhase(namespace, pod) {
      asked.push(`${namespace}/pod/${pod}`);
      return Promise.resolve(phase);
    },
  };
  return { kubernetes, asked };
}

const app = { workload: '{deployment}', namespace: '{namespace}' };
const ready: Check = { kind: 'workload-ready', ...app };
const replicas: Check = { kind: 'replicas', ...app, op: '>=', value: '{replicas}' };
const phase: Check = { kind: 'pod-phase', pod: '{pod}', namespace: '{namespace}', phase: 'Running' };
const parameters = { deployment: 'app', replicas: 3 };
const check = (cluster: { kubernetes?: KubernetesReader }, one: Check, more = {}) =>
  measure({ kubernetes: cluster.kubernetes }, { checks: [one], parameters: { ...parameters, ...more } });

describe('the check of a workload', () => {
  it('passes where all its pods are ready and up to date', async () => {
    const cluster = clusterWith({});
    expect(await check(cluster, ready)).toEqual({
      name: 'Ready pods of app',
      status: 'passed',
      measured: '3 of 3 ready',
      expected: 'all ready',
    });
    expect(cluster.asked).toEqual(['production/deployment/app']);
  });

  it.each<[Partial<WorkloadStatus>, string]>([
    [{ ready: 2 }, '2 of 3 ready'],
    [{ updated: 1 }, '3 of 3 ready, 1 up to date'],
    [{ existing: 4 }, '3 of 3 ready'],
    [{ desired: 0 }, '3 of 0 ready'],
  ])('fails with %j', async (status, measured) => {
    expect(await check(clusterWith(status), ready)).toMatchObject({ status: 'failed', measured });
  });
});

describe('the check of replicas', () => {
  it('compares the ready pods with a parameter', async () => {
    expect(await check(clusterWith({}), replicas)).toEqual({
      name: 'Replicas of app',
      status: 'passed',
      measured: '3',
      expected: '>= 3',
    });
    expect(await check(clusterWith({ ready: 2 }), replicas)).toMatchObject({ status: 'failed', measured: '2' });
  });

  it.each(['many', '', true, null])('is not available where the parameter is %j', async (value) => {
    expect(await check(clusterWith({}), replicas, { replicas: value })).toMatchObject({ status: 'not-available' });
  });
});

it('the check of a pod compares its phase', async () => {
  const cluster = clusterWith({}, 'Pending');
  expect(await check(cluster, phase)).toEqual({
    name: 'Phase of pod app-xyz',
    status: 'failed',
    measured: 'Pending',
    expected: 'Running',
  });
  expect(cluster.asked).toEqual(['production/pod/app-xyz']);
});

describe.each([ready, replicas, phase])('a check of kind $kind', (one) => {
  it('is not available without a cluster, and says how to name one', async () => {
    expect(await check({}, one)).toMatchObject({
      status: 'not-available',
      reason: expect.stringContaining('KUBECONFIG'),
    });
  });

  it.each(['../secrets/x', 'Upper', 'a'.repeat(254), 'app/exec', 'a b', '', '%2e%2e'])(
    'asks nothing under the name %j',
    async (name) => {
      const cluster = clusterWith({});
      expect(await check(cluster, one, { deployment: name, pod: name })).toMatchObject({ status: 'not-available' });
      expect(await check(cluster, one, { namespace: `x.${name}` })).toMatchObject({ status: 'not-available' });
      expect(cluster.asked).toEqual([]);
    },
  );

  it('asks nothing where a placeholder has no value', async () => {
    const cluster = clusterWith({});
    expect(await check(cluster, { ...one, namespace: '{missing}' } as Check)).toMatchObject({
      status: 'not-available',
    });
    expect(cluster.asked).toEqual([]);
  });
});

it.each<[string, string]>([
  ['statefulset/db', 'production/statefulset/db'],
  ['daemonset/agent', 'production/daemonset/agent'],
  ['deployment/app', 'production/deployment/app'],
])('a workload is written as %s', async (workload, asked) => {
  const cluster = clusterWith({});
  await check(cluster, { ...ready, workload });
  expect(cluster.asked).toEqual([asked]);
});

it('numbers about an older specification say nothing', async () => {
  expect(await check(clusterWith({ current: false }), replicas)).toMatchObject({ status: 'not-available' });
});

it('a cluster that can’t be asked is not available with its reason', async () => {
  const failing = clusterWith(new KubernetesUnavailable('Kubernetes has no deployment app in namespace production.'));
  expect(await check(failing, ready)).toMatchObject({
    status: 'not-available',
    reason: expect.stringContaining('has no deployment app'),
  });
});
