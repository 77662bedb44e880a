import { writeFile } from 'node:fs/promises';
import type { Express, Request, Response } from 'express';
import { stringify } from 'yaml';
import type { Fleet, Workload } from '../fleet/fleet';
import { listen, type ListenOptions } from '../http/listen';
import { createStandInApp, type StandIn } from '../http/stand-in';
import { deploymentObject, podObject, scaleObject, statusObject } from './objects';

type Namespaced = { namespace: string };
type Named = Namespaced & { name: string };

const deployments = '/apis/apps/v1/namespaces/:namespace/deployments';
const pods = '/api/v1/namespaces/:namespace/pods';

/** The part of the Kubernetes API that reads deployments and pods of the fleet. */
export async function startKubernetes(fleet: Fleet, options: ListenOptions = {}): Promise<StandIn> {
  const { app, faults, ledger } = createStandInApp({
    operationsOf: ({ path }) => (path === '/version' || path.startsWith('/api') ? ['get'] : []),
    rateLimited: (response, seconds) => {
      response.set('Retry-After', String(seconds));
      sendStatus(response, 429, 'TooManyRequests', 'Too many requests.');
    },
  });
  app.get('/version', (_request, response) => void response.json(version));
  serveDeployments(app, fleet);
  servePods(app, fleet);
  app.use((request, response) => notFound(response, 'paths', request.path));
  const { url, close } = await listen(app, options);
  return { url, faults, ledger, close };
}

function serveDeployments(app: Express, fleet: Fleet): void {
  const show = (objectOf: (workload: Workload) => object) => (request: Request<Named>, response: Response) => {
    const { namespace, name } = request.params;
    const workload = fleet.workload(namespace, name);
    if (!workload) return notFound(response, 'deployments.apps', name);
    response.json(objectOf(workload));
  };
  const deployment = (workload: Workload): object => deploymentObject(workload, fleet);
  app.get(`${deployments}/:name`, show(deployment));
  app.get(`${deployments}/:name/status`, show(deployment));
  app.get(`${deployments}/:name/scale`, show(scaleObject));
  app.get(deployments, ({ params }: Request<Namespaced>, response) => {
    response.json(listObject('apps/v1', 'DeploymentList', within(fleet, params).map(deployment)));
  });
}

function servePods(app: Express, fleet: Fleet): void {
  app.get(`${pods}/:name`, ({ params }: Request<Named>, response) => {
    const workload = fleet.workloadOfPod(params.namespace, params.name);
    const pod = workload?.pods.find(({ name }) => name === params.name);
    if (!workload || !pod) return notFound(response, 'pods', params.name);
    response.json(podObject(pod, workload, fleet));
  });
  app.get(pods, ({ params }: Request<Namespaced>, response) => {
    const items = within(fleet, params).flatMap((workload) =>
      workload.pods.map((pod) => podObject(pod, workload, fleet)),
    );
    response.json(listObject('v1', 'PodList', items));
  });
}

const within = ({ workloads }: Fleet, { namespace }: Namespaced): Workload[] =>
  workloads.filter((workload) => workload.namespace === namespace);

const version = { major: '1', minor: '33', gitVersion: 'v1.33.0-sandbox', platform: 'linux/amd64' };

const listObject = (apiVersion: string, kind: string, items: object[]): object => ({
  apiVersion,
  kind,
  metadata: { resourceVersion: '1' },
  items,
});

function notFound(response: Response, resource: string, name: string): void {
  sendStatus(response, 404, 'NotFound', `${resource} "${name}" not found`);
}

function sendStatus(response: Response, code: number, reason: string, message: string): void {
  response.status(code).json(statusObject(code, reason, message));
}

/** Writes what `KUBECONFIG` must name to reach this API. */
export async function writeKubeconfig(file: string, url: string): Promise<void> {
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'sandbox' },
    // The client takes plain HTTP only where certificates are not checked.
    clusters: [{ name: 'sandbox', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'reader', user: { token: 'sandbox' } }],
    contexts: [{ name: 'sandbox', context: { cluster: 'sandbox', user: 'reader', namespace: 'production' } }],
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
}
