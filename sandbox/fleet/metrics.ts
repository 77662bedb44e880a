import type { Fleet, Workload } from './fleet';

type Labels = Record<string, string>;
interface Metric {
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  samples(fleet: Fleet, workload: Workload): { labels: Labels; value: number }[];
}

/** The only objective that the fleet's services have. */
const slo = 'availability';

const ofWorkload = (measure: (fleet: Fleet, workload: Workload) => number) => (fleet: Fleet, workload: Workload) => [
  { labels: { namespace: workload.namespace, deployment: workload.name }, value: measure(fleet, workload) },
];

const ofService =
  (measure: (fleet: Fleet, workload: Workload) => number, more: Labels = {}) =>
  (fleet: Fleet, workload: Workload) => [
    { labels: { slo, ...more, service: workload.name }, value: measure(fleet, workload) },
  ];

const metrics: Metric[] = [
  {
    ...{ name: 'pod_cpu_usage_percent', type: 'gauge', help: 'CPU usage of a pod, in percent of its limit.' },
    samples: (fleet, workload) =>
      fleet.ready(workload).map((pod) => ({
        labels: { namespace: workload.namespace, pod: pod.name },
        value: fleet.cpuPercent(workload),
      })),
  },
  {
    ...{ name: 'kube_pod_container_status_restarts_total', type: 'counter', help: 'Restarts of a container.' },
    samples: (_fleet, { namespace, pods }) =>
      pods.map(({ name, restarts }) => ({ labels: { namespace, pod: name, container: 'main' }, value: restarts })),
  },
  {
    ...{ name: 'kube_deployment_spec_replicas', type: 'gauge', help: 'Wanted replicas.' },
    samples: ofWorkload((_fleet, { pods }) => pods.length),
  },
  {
    ...{ name: 'kube_deployment_status_replicas_available', type: 'gauge', help: 'Replicas that serve.' },
    samples: ofWorkload((fleet, workload) => fleet.ready(workload).length),
  },
  {
    ...{ name: 'slo:target', type: 'gauge', help: 'Objective, as a fraction.' },
    samples: ofService((fleet, workload) => fleet.serviceLevel(workload).target),
  },
  {
    ...{ name: 'sli:current', type: 'gauge', help: 'Measured level, as a fraction.' },
    samples: ofService((fleet, workload) => fleet.serviceLevel(workload).current, { sli: 'http-availability' }),
  },
  {
    ...{ name: 'slo:error_budget_remaining', type: 'gauge', help: 'Error budget that is left, as a fraction.' },
    samples: ofService((fleet, workload) => fleet.serviceLevel(workload).budgetRemaining),
  },
  {
    ...{ name: 'slo:error_budget_burn_rate', type: 'gauge', help: 'Failures beyond the objective, as a fraction.' },
    samples: ofService((fleet, workload) => fleet.serviceLevel(workload).burnRate),
  },
];

/** The fleet in Prometheus' text format. */
export function exposition(fleet: Fleet): string {
  return metrics
    .map((metric) => {
      const samples = fleet.workloads.flatMap((workload) => metric.samples(fleet, workload));
      const lines = samples.map(({ labels, value }) => `${metric.name}{${labelText(labels)}} ${value}`);
      return [`# HELP ${metric.name} ${metric.help}`, `# TYPE ${metric.name} ${metric.type}`, ...lines, ''].join('\n');
    })
    .join('');
}

function labelText(labels: Labels): string {
  const escape = (value: string): string => value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(',');
}
