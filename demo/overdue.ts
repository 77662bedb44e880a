import { join } from 'node:path';
import type { StepName } from './timeline';

interface Expectation {
  /** How it is called in a sentence. */
  what: string;
  /** Longest time that it takes after the step before, in seconds. */
  withinSeconds: number;
  /** Processes whose logs tell more. */
  logs: ('prometheus' | 'alertmanager' | 'ingress' | 'worker' | 'temporal')[];
}

const expectations: Record<StepName, Expectation> = {
  load: { what: 'the raised load', withinSeconds: 5, logs: [] },
  fired: { what: 'the alert of Prometheus', withinSeconds: 20, logs: ['prometheus', 'alertmanager'] },
  received: { what: 'the event', withinSeconds: 10, logs: ['alertmanager', 'ingress', 'temporal'] },
  slm: { what: 'the SLM context', withinSeconds: 10, logs: ['worker', 'prometheus'] },
  issue: { what: 'the Linear issue', withinSeconds: 15, logs: ['worker'] },
  notified: { what: 'the notification', withinSeconds: 15, logs: ['worker'] },
  selected: { what: 'the selected remediation', withinSeconds: 15, logs: ['worker'] },
  executed: { what: 'the call of the function', withinSeconds: 20, logs: ['worker'] },
  verified: { what: 'the verification', withinSeconds: 60, logs: ['worker', 'prometheus'] },
  resolved: { what: 'the end of the alert', withinSeconds: 30, logs: ['prometheus', 'alertmanager', 'ingress'] },
  completed: { what: 'the completed issue', withinSeconds: 20, logs: ['worker'] },
};

/** A sentence that names a step which has not come `waitedMs` after the one before; `undefined` while it is in time. */
export function overdue(step: StepName, waitedMs: number, logs: string): string | undefined {
  const { withinSeconds } = expectations[step];
  return waitedMs > withinSeconds * 1000 ? missing(step, waitedMs, logs) : undefined;
}

export function missing(step: StepName, waitedMs: number, logs: string): string {
  const { what, logs: names } = expectations[step];
  const files = names.map((name) => join(logs, `${name}.log`)).join(', ');
  return `Still without ${what} after ${Math.round(waitedMs / 1000)} s.${files && ` Look into ${files}.`}`;
}
