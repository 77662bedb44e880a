import { stringify } from 'yaml';

export interface AlertRule {
  alert: string;
  expr: string;
  for: string;
  /** How long it goes on firing after its expression no longer holds, so that it does not flap. */
  keep_firing_for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** The CPU of one pod of the sandbox's fleet; above 80 % its deployment is to have three replicas. */
export const podCpuHigh: AlertRule = {
  alert: 'PodCPUHigh',
  expr: 'max by (namespace, pod) (pod_cpu_usage_percent{namespace="production",pod="app-xyz"}) > 80',
  for: '2s',
  keep_firing_for: '3s',
  labels: { severity: 'warning', slo: 'availability' },
  annotations: {
    summary: 'CPU of {{ $labels.pod }} is at {{ printf "%.0f" $value }} %',
    description: 'The pod has used more than 80 % of its CPU for two seconds, so requests begin to fail.',
    lambda_function: 'scale-pod',
    lambda_parameters:
      '{"namespace":"{{ $labels.namespace }}","deployment":"app","pod":"{{ $labels.pod }}","replicas":3}',
  },
};

export interface PrometheusSettings {
  /** What is scraped, as host:port/path. */
  metricsUrl: string;
  alertmanagerUrl: string;
  rulesFile: string;
}

/** Scrapes, evaluates and alerts every second. */
export function prometheusConfig({ metricsUrl, alertmanagerUrl, rulesFile }: PrometheusSettings): string {
  const { host, pathname } = new URL(metricsUrl);
  return stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [rulesFile],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanagerUrl).host] }] }] },
    scrape_configs: [{ job_name: 'fleet', metrics_path: pathname, static_configs: [{ targets: [host] }] }],
  });
}

export const rulesConfig = (rules: AlertRule[]): string =>
  stringify({ groups: [{ name: 'fleet', interval: '1s', rules }] });

/** The name under which agent-sre receives alerts. */
export const receiver = 'agent-sre';

export interface WebhookSettings {
  url: string;
  /** Bearer token; without it none is sent. */
  token?: string;
}

/** One group for each alert, told at once, and told of its end within a second. */
export function alertmanagerConfig({ url, token }: WebhookSettings): string {
  const webhook = {
    ...{ url, send_resolved: true, max_alerts: 1000 },
    ...(token !== undefined && { http_config: { authorization: { type: 'Bearer', credentials: token } } }),
  };
  return stringify({
    route: { receiver, group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '4h' },
    receivers: [{ name: receiver, webhook_configs: [webhook] }],
  });
}
