/** One Prometheus alert instance, as every source hands it on. Times are ISO 8601 in UTC with milliseconds. */
export interface Alert {
  /** 16 hex digits, computed by `fingerprintOf(labels)`. */
  fingerprint: string;
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  /** When the alert ended; `null` while it fires. */
  endsAt: string | null;
  /** The sender's link to the expression. Shown to people, parsed for `g0.expr`, never fetched. */
  generatorURL?: string;
  /** Name of the Alertmanager receiver that the alert was routed to. */
  receiver?: string;
  /** Id of the CloudEvent that brought the alert. */
  correlationId?: string;
}

export type AlertSeverity = 'critical' | 'warning' | 'info';

/** `page` and `error` count as critical; anything unknown as info (it is shown as written all the same). */
export function alertSeverity(labels: Record<string, string>): AlertSeverity {
  const written = (labels.severity ?? '').toLowerCase();
  if (written === 'critical' || written === 'page' || written === 'error') return 'critical';
  return written === 'warning' ? 'warning' : 'info';
}

/** The labels that can name what an alert is about, the most specific first. */
const targetLabels = [
  'pod',
  'deployment',
  'statefulset',
  'daemonset',
  'job_name',
  'persistentvolumeclaim',
  'node',
  'service',
  'instance',
  'namespace',
] as const;

/** What the alert is about, for titles; `undefined` where no label says so. */
export function alertTarget(labels: Record<string, string>): string | undefined {
  const label = targetLabels.find((name) => labels[name]);
  return label && labels[label];
}

const workloadLabels = ['deployment', 'statefulset', 'daemonset'] as const;

/** What an annotated function without catalogue entry acts on: the workload, else the pod, else the alert itself. */
export function remediationTarget(alert: Pick<Alert, 'labels' | 'fingerprint'>): string {
  const { labels, fingerprint } = alert;
  const namespace = labels.namespace ? `${labels.namespace}/` : '';
  const workload = workloadLabels.find((name) => labels[name]);
  if (workload) return `${namespace}${workload}/${labels[workload]}`;
  return labels.pod ? `${namespace}pod/${labels.pod}` : fingerprint;
}
