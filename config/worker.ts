import { httpUrl, isLoopback, secretUrl, smtpUrl } from './addresses';
import { commonConfig, commonVariables } from './base';
import { type Environment, readVariables, type Values } from './environment';
import { readConfigFile } from './file';
import { functionAllowlist, functionUrlTemplate } from './functions';
import { Mistakes } from './mistakes';
import type { WorkerConfig } from './types';
import { flag, list, port, positiveNumber, required, text } from './values';

export const workerVariables = {
  ...commonVariables,
  AGENT_SRE_CONFIG: text.optional(),
  LINEAR_API_KEY: required('create a personal API key in Linear under Settings, Security & access'),
  LINEAR_API_URL: secretUrl.optional(),
  LINEAR_TEAM_KEY: required('write the prefix of the team that gets the issues, such as SRE of SRE-12'),
  LINEAR_MAX_PER_SECOND: positiveNumber.default(50),
  PROMETHEUS_URL: httpUrl.optional(),
  GRAFANA_URL: httpUrl.optional(),
  FUNCTION_URL_TEMPLATE: functionUrlTemplate.default('http://{function}.ai.svc.cluster.local/'),
  FUNCTION_ALLOWLIST: functionAllowlist.default(['*']),
  PUBLIC_URL: httpUrl.optional(),
  SLACK_BOT_TOKEN: text.optional(),
  SLACK_API_URL: secretUrl.optional(),
  SLACK_CHANNEL: text.default('#sre-alerts'),
  SMTP_URL: smtpUrl.optional(),
  SMTP_FROM: text.optional(),
  KUBECONFIG: text.optional(),
  ALERTMANAGER_RECEIVER: list.default([]),
  SLM_ENABLED: flag.default(true),
  AUDIT_LOG: text.optional(),
  WORKER_PORT: port.optional(),
};

type WorkerValues = Values<typeof workerVariables>;

/** Throws a `ConfigError` that lists every mistake of the environment, the YAML file and the catalogue. */
export function loadWorkerConfig(env: Environment = process.env): WorkerConfig {
  const mistakes = new Mistakes();
  const values = readVariables(workerVariables, env, mistakes);
  const common = commonConfig(values, mistakes);
  const file = readConfigFile(values.AGENT_SRE_CONFIG, mistakes);
  mistakes.throwIfAny();
  return {
    ...common,
    ...file,
    ...outsideSystems(values),
    slmEnabled: values.SLM_ENABLED,
    alertmanagerReceivers: values.ALERTMANAGER_RECEIVER,
    auditLog: values.AUDIT_LOG,
    port: values.WORKER_PORT,
  };
}

function outsideSystems(values: WorkerValues) {
  const { SLACK_BOT_TOKEN: token, SMTP_URL: smtp } = values;
  return {
    linear: {
      apiKey: values.LINEAR_API_KEY,
      apiUrl: values.LINEAR_API_URL,
      teamKey: values.LINEAR_TEAM_KEY,
      maxPerSecond: values.LINEAR_MAX_PER_SECOND,
    },
    prometheusUrl: values.PROMETHEUS_URL,
    grafanaUrl: values.GRAFANA_URL,
    functionUrlTemplate: values.FUNCTION_URL_TEMPLATE,
    functionAllowlist: values.FUNCTION_ALLOWLIST,
    publicUrl: values.PUBLIC_URL,
    slack: token === undefined ? undefined : { token, apiUrl: values.SLACK_API_URL, channel: values.SLACK_CHANNEL },
    smtp: smtp === undefined ? undefined : { url: smtp, from: values.SMTP_FROM ?? senderFor(smtp) },
    kubeconfig: values.KUBECONFIG,
  };
}

/** The address that the server was logged in to with, else one on the server's own domain. */
function senderFor(smtp: string): string {
  const url = new URL(smtp);
  const user = decodeURIComponent(url.username);
  if (user.includes('@')) return user;
  const host = isLoopback(url.hostname) || /^[\d.]+$|^\[/.test(url.hostname) ? 'localhost' : url.hostname;
  return `agent-sre@${host}`;
}
