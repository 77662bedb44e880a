import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAlertmanager, startPrometheus, type MonitoringProgram } from '../programs/monitoring';
import type { Sandbox } from '../sandbox/start';
import type { Secrets } from './environment';
import { alertmanagerConfig, podCpuHigh, prometheusConfig, rulesConfig, type WebhookSettings } from './monitoring';
import type { StackOptions } from './options';
import type { Parts } from './parts';
import type { PartName, Ports } from './ports';

export interface Monitoring {
  prometheus: MonitoringProgram;
  alertmanager: MonitoringProgram;
}

export interface MonitoringDeps {
  parts: Parts;
  ports: Ports;
  logs: string;
  secrets: Secrets;
  sandbox: Sandbox;
  ready<T>(part: PartName, starting: Promise<T>): Promise<T>;
}

/** Prometheus, which watches the fleet, and Alertmanager, which tells the ingress. */
export async function startMonitoring(options: StackOptions, deps: MonitoringDeps): Promise<Monitoring> {
  const { parts, ports, logs: folder, ready } = deps;
  const { programs } = options;
  const files = await writeFiles(options, deps);
  const start = (name: PartName, starting: () => Promise<MonitoringProgram>): Promise<MonitoringProgram> =>
    parts.start(() => ready(name, starting()));
  const [prometheus, alertmanager] = await Promise.all([
    start('Prometheus', () =>
      startPrometheus({
        executable: programs.prometheus,
        configFile: files.prometheus,
        folder,
        port: ports.prometheus,
      }),
    ),
    start('Alertmanager', () =>
      startAlertmanager({
        executable: programs.alertmanager,
        configFile: files.alertmanager,
        folder,
        port: ports.alertmanager,
      }),
    ),
  ]);
  return { prometheus, alertmanager };
}

async function writeFiles(options: StackOptions, deps: MonitoringDeps): Promise<Record<keyof Monitoring, string>> {
  const { rules = [podCpuHigh], folder } = options;
  const { sandbox, ports } = deps;
  const file = (name: string): string => join(folder, name);
  const alertmanagerUrl = `http://127.0.0.1:${ports.alertmanager}`;
  const settings = { metricsUrl: sandbox.fleet.metricsUrl, alertmanagerUrl, rulesFile: file('rules.yml') };
  await Promise.all([
    writeFile(file('rules.yml'), rulesConfig(rules)),
    writeFile(file('prometheus.yml'), prometheusConfig(settings)),
    writeFile(file('alertmanager.yml'), alertmanagerConfig(webhookOf(options, deps)), { mode: 0o600 }),
  ]);
  return { prometheus: file('prometheus.yml'), alertmanager: file('alertmanager.yml') };
}

function webhookOf({ via }: StackOptions, { ports, sandbox, secrets }: MonitoringDeps): WebhookSettings {
  if (via === 'cloudevents') return { url: sandbox.events.url };
  return { url: `http://127.0.0.1:${ports.ingress}/webhooks/alertmanager`, token: secrets.ingressToken };
}
