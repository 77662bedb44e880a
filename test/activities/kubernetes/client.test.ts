import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKubernetesReader } from '../../../activities/kubernetes/client';
import type { KubernetesReader } from '../../../activities/kubernetes/reader';
import { KubernetesUnavailable } from '../../../activities/kubernetes/reader';
import type { Listening } from '../listen';
import { listen } from '../listen';

let folder: string;
let server: Listening;
let answer: (response: ServerResponse) => void;
let asked: string[];
let reader: KubernetesReader;

beforeEach(async () => {
  asked = [];
  server = await listen((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    answer(response);
  });
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  await writeFile(join(folder, 'kubeconfig'), JSON.stringify(kubeconfigFor(server.url)));
  reader = createKubernetesReader({ kubeconfig: join(folder, 'kubeconfig') });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const kubeconfigFor = (address: string) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'lab', cluster: { server: address, 'insecure-skip-tls-verify': true } }],
  users: [{ name: 'reader', user: { token: 'not-to-be-shown' } }],
  contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'reader' } }],
  'current-context': 'lab',
});
const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const app = { kind: 'deployment', name: 'app' } as const;

it('reads a deployment as its controller reports it', async () => {
  answer = json({
    metadata: { generation: 4 },
    spec: { replicas: 3 },
    status: { observedGeneration: 4, replicas: 4, readyReplicas: 2, updatedReplicas: 1 },
  });
  const status = await reader.readWorkload('production', app);
  expect(status).toEqual({ desired: 3, ready: 2, updated: 1, existing: 4, current: true });
  expect(asked).toEqual(['GET /apis/apps/v1/namespaces/production/deployments/app Bearer not-to-be-shown']);
});

it('takes what a new deployment does not report yet for none', async () => {
  answer = json({ metadata: { generation: 1 }, spec: {}, status: {} });
  const status = await reader.readWorkload('production', app);
  expect(status).toEqual({ desired: 1, ready: 0, updated: 0, existing: 0, current: false });
});

it('reads stateful sets and daemon sets', async () => {
  answer = json({
    metadata: { generation: 2 },
    spec: { replicas: 2 },
    status: { observedGeneration: 1, readyReplicas: 2 },
  });
  const stateful = await reader.readWorkload('production', { kind: 'statefulset', name: 'db' });
  expect(stateful).toMatchObject({ desired: 2, ready: 2, current: false });
  answer = json({
    metadata: { generation: 2 },
    status: {
      observedGeneration: 2,
      desiredNumberScheduled: 3,
      currentNumberScheduled: 3,
      numberReady: 2,
      updatedNumberScheduled: 1,
    },
  });
  const daemon = await reader.readWorkload('production', { kind: 'daemonset', name: 'agent' });
  expect(daemon).toEqual({ desired: 3, ready: 2, updated: 1, existing: 3, current: true });
});

it('reads the phase of a pod', async () => {
  answer = json({ status: { phase: 'Running' } });
  expect(await reader.readPodPhase('production', 'app-xyz')).toBe('Running');
});

it.each<[number, RegExp]>([
  [404, /has no deployment app in namespace production/],
  [403, /does not let agent-sre read deployment app.*Grant/],
  [401, /Check the credentials/],
  [500, /\(500\).*KUBECONFIG/],
])('says what to do about status %i, and shows nothing of the answer', async (status, message) => {
  answer = json({ message: 'secret detail' }, status);
  const failure: unknown = await reader.readWorkload('production', app).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(KubernetesUnavailable);
  expect(String(failure)).toMatch(message);
  expect(String(failure)).not.toMatch(/secret|not-to-be-shown/);
});

it('says that nothing listens', async () => {
  await server.close();
  await expect(reader.readWorkload('production', app)).rejects.toThrow(/ECONNREFUSED.*KUBECONFIG/);
});

it('reads the kubeconfig again after it was missing', async () => {
  const missing = join(folder, 'later');
  const late = createKubernetesReader({ kubeconfig: missing });
  await expect(late.readPodPhase('production', 'app-xyz')).rejects.toThrow(/ENOENT/);
  await writeFile(missing, JSON.stringify(kubeconfigFor(server.url)));
  answer = json({ status: { phase: 'Running' } });
  expect(await late.readPodPhase('production', 'app-xyz')).toBe('Running');
});

it('ends with the caller’s reason where the caller gives up', async () => {
  answer = () => {};
  const givenUp = new AbortController();
  const reading = reader.readPodPhase('production', 'app-xyz', givenUp.signal);
  givenUp.abort(new Error('taken over'));
  await expect(reading).rejects.toThrow('taken over');
});
