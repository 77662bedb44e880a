import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child } from '../../programs/child';
import { startChild } from '../../programs/child';
import { freePort } from '../../programs/free-port';
import { waitUntilReady } from '../../programs/ready';

/** A real control plane whose nodes and pods kwok pretends to run. */
export interface KubernetesCluster {
  /** Kubeconfig of a user who may do everything. */
  admin: string;
  /** Kubeconfig of a user who may do nothing. */
  nobody: string;
  stop(): Promise<void>;
}

const variables = ['ETCD', 'KUBE_APISERVER', 'KUBE_CONTROLLER_MANAGER', 'KUBE_SCHEDULER', 'KWOK'] as const;
type Executables = Record<(typeof variables)[number], string>;

/** Everything listens on the loopback address, keeps its files in one temporary folder, and ends with this process. */
export async function startKubernetesCluster(): Promise<KubernetesCluster> {
  const executables = findExecutables();
  const folder = await mkdtemp(join(tmpdir(), 'agent-sre-kubernetes-'));
  const children: Child[] = [];
  const start = (name: string, executable: string, args: string[]): Child => {
    const child = startChild({ name, executable, args, folder });
    children.unshift(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    for (const child of children) await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const etcd = await startEtcd(start, executables.ETCD);
    const server = await startApiServer(start, executables.KUBE_APISERVER, etcd, folder);
    const admin = await writeKubeconfig(folder, server, 'admin');
    const nobody = await writeKubeconfig(folder, server, 'nobody');
    await startControllers(start, executables, admin, folder);
    return { admin, nobody, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function findExecutables(): Executables {
  const missing = variables.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(', ')} must name programs: run this suite with \`npm run test:full\`, which gets them.`,
    );
  }
  return Object.fromEntries(variables.map((name) => [name, process.env[name]])) as Executables;
}

type Start = (name: string, executable: string, args: string[]) => Child;

async function startEtcd(start: Start, executable: string): Promise<string> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const peer = `http://127.0.0.1:${await freePort()}`;
  const child = start('etcd', executable, [
    '--data-dir=etcd',
    '--unsafe-no-fsync',
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ]);
  await waitUntilReady('etcd', child, async () => (await fetch(`${url}/health`)).ok);
  return url;
}

/** The API server makes its own certificate, so nobody can check it; users are told apart by fixed tokens. */
async function startApiServer(start: Start, executable: string, etcd: string, folder: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  await writeFile(join(folder, 'tokens.csv'), 'admin-token,admin,admin,system:masters\nnobody-token,nobody,nobody\n');
  const port = await freePort();
  const child = start('kube-apiserver', executable, [
    `--etcd-servers=${etcd}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--cert-dir=certs',
    '--service-account-issuer=https://lab',
    '--service-account-key-file=sa.key',
    '--service-account-signing-key-file=sa.key',
    '--token-auth-file=tokens.csv',
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
  ]);
  const server = `https://127.0.0.1:${port}`;
  await waitUntilReady('kube-apiserver', child, () => isReady(server));
  return server;
}

async function isReady(server: string): Promise<boolean> {
  const { get } = await import('node:https');
  return new Promise((resolve, reject) => {
    const options = { rejectUnauthorized: false, headers: { authorization: 'Bearer admin-token' } };
    get(`${server}/readyz`, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', reject);
  });
}

async function writeKubeconfig(folder: string, server: string, user: 'admin' | 'nobody'): Promise<string> {
  const path = join(folder, `${user}.kubeconfig`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: user, user: { token: `${user}-token` } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user } }],
    'current-context': 'lab',
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}

async function startControllers(start: Start, executables: Executables, kubeconfig: string, folder: string) {
  await mkdir(join(folder, 'certs'), { recursive: true });
  const listening = async (): Promise<string[]> => [
    `--secure-port=${await freePort()}`,
    '--bind-address=127.0.0.1',
    '--cert-dir=certs',
  ];
  start('kube-controller-manager', executables.KUBE_CONTROLLER_MANAGER, [
    `--kubeconfig=${kubeconfig}`,
    '--authentication-skip-lookup',
    '--leader-elect=false',
    '--service-account-private-key-file=sa.key',
    '--controllers=deployment,replicaset,namespace,garbagecollector,nodelifecycle',
    ...(await listening()),
  ]);
  const schedulerConfig = {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: { kubeconfig },
    leaderElection: { leaderElect: false },
  };
  await writeFile(join(folder, 'scheduler.json'), JSON.stringify(schedulerConfig));
  start('kube-scheduler', executables.KUBE_SCHEDULER, [
    '--config=scheduler.json',
    '--authentication-skip-lookup',
    ...(await listening()),
  ]);
  const kwokServer = `--server-address=127.0.0.1:${await freePort()}`;
  start('kwok', executables.KWOK, [`--kubeconfig=${kubeconfig}`, '--manage-all-nodes=true', kwokServer]);
}
