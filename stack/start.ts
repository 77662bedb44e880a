import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startTemporal, type Temporal } from '../programs/temporal';
import { startSandbox, type Sandbox } from '../sandbox/start';
import { newSecrets, writeEnvironment, type Environments, type Secrets } from './environment';
import { startMonitoring, type Monitoring } from './monitor';
import type { StackOptions } from './options';
import { Parts } from './parts';
import { addressesOf, choosePorts, type PartName, type Ports } from './ports';
import { createService, type Service } from './service';

/** The product beside everything that it talks to, on this machine. */
export interface Stack {
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly sandbox: Sandbox;
  readonly ingress: Service;
  readonly worker: Service;
  readonly temporal: Temporal;
  /** `undefined` where the stack is not monitored. */
  readonly monitoring: Monitoring | undefined;
  /** Folder of the logs, one file for each process. */
  readonly logs: string;
  /** Starts one more ingress, on a port of its own. */
  addIngress(port: number): Promise<Service>;
  /** Starts Temporal again at the same address, after it was stopped. */
  restartTemporal(): Promise<void>;
  /** Ends everything, the product's own processes first. */
  stop(): Promise<void>;
}

/** Starts all parts side by side. Where one fails, the others are ended before the error is thrown. */
export async function startStack(options: StackOptions, parts = new Parts()): Promise<Stack> {
  try {
    await rm(options.folder, { recursive: true, force: true });
    return await assemble(options, parts);
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

async function assemble(options: StackOptions, parts: Parts): Promise<Stack> {
  const logs = join(options.folder, 'logs');
  await mkdir(logs, { recursive: true });
  const [ports, secrets] = [await choosePorts(options.ports ?? 'any'), newSecrets()];
  const ready = told(options, ports);
  const serve = (): Promise<Temporal> => parts.start(() => ready('Temporal', startServer(options, ports, logs)));
  const temporal = serve();
  const sandbox = await ready('Sandbox', startStandIns(options, parts, ports, secrets));
  const environments = await environmentsOf(options, ports, secrets, sandbox);
  const service = serviceFactory(options, logs, environments, parts);
  const [ingress, worker] = [service('ingress', ports.ingress), service('worker', ports.worker)];
  const [server, monitoring] = await Promise.all([
    temporal,
    options.monitored === false ? undefined : startMonitoring(options, { parts, ports, logs, secrets, sandbox, ready }),
    ready('Ingress', ingress.start()),
    ready('Worker', worker.start()),
  ]);
  let current = server;
  return {
    ...{ ports, secrets, sandbox, ingress, worker, monitoring, logs },
    get temporal() {
      return current;
    },
    async addIngress(port) {
      const another = service('ingress', port, `ingress-${port}`);
      await another.start();
      return another;
    },
    async restartTemporal() {
      current = await serve();
    },
    stop: () => parts.stop(),
  };
}

/** Tells of each part when it is ready. */
function told({ onReady }: StackOptions, ports: Ports) {
  const addresses = addressesOf(ports);
  return async <T>(part: PartName, starting: Promise<T>): Promise<T> => {
    const started = await starting;
    onReady?.(part, addresses[part]);
    return started;
  };
}

function startServer({ programs, durable, folder }: StackOptions, ports: Ports, logs: string): Promise<Temporal> {
  return startTemporal({
    executable: programs.temporal,
    folder: logs,
    port: ports.temporal,
    uiPort: ports.temporalUi,
    ...(durable && { databaseFile: join(folder, 'temporal.db') }),
  });
}

/** The stand-ins know where the ingress is, so that webhooks, clicks and CloudEvents reach it. */
async function startStandIns(
  { sandbox: options = {} }: StackOptions,
  parts: Parts,
  ports: Ports,
  secrets: Secrets,
): Promise<Sandbox> {
  const ingress = `http://127.0.0.1:${ports.ingress}`;
  const { linear, slack, smtp, mail, functions, fleet, kubernetes, events } = ports;
  const sandbox = await startSandbox({
    ...options,
    ports: { linear, slack, smtp, mail, functions, fleet, kubernetes, events },
    linear: { webhook: { url: `${ingress}/webhooks/linear`, secret: secrets.linearWebhook }, ...options.linear },
    slack: {
      interactivity: { url: `${ingress}/webhooks/slack`, signingSecret: secrets.slackSigning },
      ...options.slack,
    },
    events: { sink: { url: `${ingress}/events`, token: secrets.ingressToken }, ...options.events },
  });
  parts.keep({ stop: () => sandbox.close() }, 2);
  return sandbox;
}

function environmentsOf(
  { build, folder, timing = {}, environment = {}, monitored = true }: StackOptions,
  ports: Ports,
  secrets: Secrets,
  sandbox: Sandbox,
): Promise<Environments> {
  const catalogue = [join(build, 'sandbox', 'catalogue')];
  return writeEnvironment({ ports, secrets, sandbox, folder, catalogue, timing, monitored, overrides: environment });
}

function serviceFactory({ build }: StackOptions, folder: string, environments: Environments, parts: Parts) {
  return (kind: 'ingress' | 'worker', port: number, name: string = kind): Service => {
    const portVariable = kind === 'ingress' ? 'INGRESS_PORT' : 'WORKER_PORT';
    const env = { ...environments[kind], [portVariable]: String(port) };
    const service = createService({ name, main: join(build, kind, 'main.js'), folder, env, port });
    parts.keep(service);
    return service;
  };
}
