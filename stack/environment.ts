import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { sandboxEnvironment } from '../sandbox/environment';
import { writeKubeconfig } from '../sandbox/kubernetes/server';
import type { Sandbox } from '../sandbox/start';
import type { Ports } from './ports';

/** Made anew for each stack, so that nothing from outside it gets in. */
export interface Secrets {
  ingressToken: string;
  linearWebhook: string;
  slackSigning: string;
}

export function newSecrets(): Secrets {
  const secret = (): string => randomBytes(24).toString('hex');
  return { ingressToken: secret(), linearWebhook: secret(), slackSigning: secret() };
}

/** `timing` of agent-sre.yaml. */
export type Timing = Partial<Record<'reopenWindow' | 'reconcileInterval' | 'verifyTimeout' | 'cooldown', string>>;

export interface EnvironmentSettings {
  ports: Ports;
  secrets: Secrets;
  sandbox: Sandbox;
  /** Where the files go that variables name. */
  folder: string;
  /** Folders with catalogue entries. */
  catalogue: string[];
  timing: Timing;
  /** Whether Prometheus and Alertmanager run. */
  monitored: boolean;
  /** Wins over what is set here; an empty value counts as not set. */
  overrides: Record<string, string>;
}

export interface Environments {
  ingress: Record<string, string>;
  worker: Record<string, string>;
}

/** Writes agent-sre.yaml and a kubeconfig, and tells each process what it may know. */
export async function writeEnvironment(settings: EnvironmentSettings): Promise<Environments> {
  const { ports, secrets, sandbox, folder, overrides, monitored } = settings;
  const [config, kubeconfig] = [join(folder, 'agent-sre.yaml'), join(folder, 'kubeconfig')];
  await mkdir(folder, { recursive: true });
  await Promise.all([writeFile(config, productConfig(settings)), writeKubeconfig(kubeconfig, sandbox.kubernetes.url)]);
  const loopback = (port: number): string => `http://127.0.0.1:${port}`;
  const common = {
    PATH: process.env.PATH ?? '',
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_UI_URL: loopback(ports.temporalUi),
    ...(monitored && { ALERTMANAGER_URL: loopback(ports.alertmanager) }),
  };
  return {
    ingress: {
      ...common,
      INGRESS_HOST: '127.0.0.1',
      INGRESS_PORT: String(ports.ingress),
      INGRESS_TOKENS: secrets.ingressToken,
      LINEAR_WEBHOOK_SECRET: secrets.linearWebhook,
      SLACK_SIGNING_SECRET: secrets.slackSigning,
      ...overrides,
    },
    worker: {
      ...common,
      ...outsideSystems(sandbox, kubeconfig),
      ...(monitored && { PROMETHEUS_URL: loopback(ports.prometheus) }),
      GRAFANA_URL: sandbox.fleet.url,
      PUBLIC_URL: loopback(ports.ingress),
      AGENT_SRE_CONFIG: config,
      AUDIT_LOG: join(folder, 'audit.jsonl'),
      WORKER_PORT: String(ports.worker),
      ...overrides,
    },
  };
}

/** The secrets that sign what comes in belong to the ingress alone. */
function outsideSystems(sandbox: Sandbox, kubeconfig: string): Record<string, string> {
  const {
    LINEAR_WEBHOOK_SECRET: _linear,
    SLACK_SIGNING_SECRET: _slack,
    ...rest
  } = sandboxEnvironment(sandbox, kubeconfig);
  return rest;
}

function productConfig({ sandbox, catalogue, timing }: EnvironmentSettings): string {
  const people = sandbox.slack.workspace.users.map(({ name, email, id }) => ({ name, email, slack: id }));
  const rotation = { start: '2026-01-05T09:00', every: '7d', order: people.slice(0, 1).map(({ name }) => name) };
  return stringify({ onCall: { timeZone: 'Europe/Berlin', people, rotation }, catalogue, timing });
}
