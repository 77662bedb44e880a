import { Counter, Histogram, Registry } from 'prom-client';

export type IngressMetrics = ReturnType<typeof createIngressMetrics>;

/** Every label takes values from a closed list, so that no sender can grow the number of series. */
export function createIngressMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
    new Counter({ name: `agent_sre_ingress_${name}`, help, labelNames, registers });
  return {
    registry,
    events: counter('events_total', 'Alert events that Temporal has, by source and action.', ['source', 'action']),
    rejected: counter('rejected_total', 'Requests and alerts turned away, by source and reason.', ['source', 'reason']),
    oversized: counter('oversized_total', 'Requests refused because their body was too large.', ['source']),
    truncated: counter('truncated_alerts_total', 'Alerts that senders left out of their groups (max_alerts).', [
      'source',
    ]),
    foreignFingerprints: counter(
      'foreign_fingerprints_total',
      'Alerts whose sender named another fingerprint than their labels have.',
      ['source'],
    ),
    reconcilerTriggers: counter('reconciler_triggers_total', 'Reconcilers made to look at once, by result.', [
      'result',
    ]),
    duration: new Histogram({
      name: 'agent_sre_ingress_request_duration_seconds',
      help: 'Time from the first byte of a request to the end of its answer.',
      labelNames: ['route', 'method', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
  };
}
