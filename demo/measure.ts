import type { Monitoring } from '../stack/monitor';

export interface FiringAlert {
  labels: Record<string, string>;
  /** Of the rule's expression. */
  value: number;
  /** Milliseconds since 1970. */
  firedAt: number;
}

interface PrometheusAlert {
  state: string;
  value: string;
  activeAt: string;
  labels: Record<string, string>;
}

/** The CPU of the pod now, in percent; `undefined` where Prometheus has none. */
export async function measureCpu({ prometheus }: Monitoring): Promise<number | undefined> {
  const query = encodeURIComponent('max(pod_cpu_usage_percent{namespace="production",pod="app-xyz"})');
  const { data } = await read<{ data: { result: { value: [number, string] }[] } }>(
    `${prometheus.url}/api/v1/query?query=${query}`,
  );
  const value = Number(data.result[0]?.value[1] ?? NaN);
  return Number.isFinite(value) ? value : undefined;
}

/** The alert that fires, as soon as Alertmanager has heard of it: Prometheus alone does not say since when it fires. */
export async function firingAlert({ prometheus, alertmanager }: Monitoring): Promise<FiringAlert | undefined> {
  const { data } = await read<{ data: { alerts: PrometheusAlert[] } }>(`${prometheus.url}/api/v1/alerts`);
  const alert = data.alerts.find(({ state }) => state === 'firing');
  if (!alert) return undefined;
  const listed = await read<{ labels: Record<string, string>; startsAt: string }[]>(
    `${alertmanager.url}/api/v2/alerts`,
  );
  const same = listed.find(({ labels }) => labels.alertname === alert.labels.alertname);
  return same && { labels: alert.labels, value: Number(alert.value), firedAt: Date.parse(same.startsAt) };
}

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
