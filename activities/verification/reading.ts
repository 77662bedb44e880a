import type { Alert } from '../../domain/alert';
import type { Parameters } from '../../domain/remediation';
import type { KubernetesReader } from '../kubernetes/reader';
import type { Prometheus } from '../prometheus/client';

/** What one look at a check found. */
export type Reading =
  | { status: 'passed' | 'failed'; measured: string; expected?: string }
  /** `final`: waiting can't change it, so it isn't waited for. */
  | { status: 'not-available'; reason: string; final: boolean; expected?: string };

/** A check made ready to be measured, as often as needed. `expected` of a reading replaces the one here. */
export interface PreparedCheck {
  name: string;
  expected: string;
  read(signal: AbortSignal): Promise<Reading>;
}

/** What checks are about, and where they can be measured. */
export interface Subject {
  alert: Pick<Alert, 'labels' | 'generatorURL'>;
  parameters: Parameters;
  /** Milliseconds since the epoch; only samples newer than this count. */
  notBefore: number;
  prometheus?: Prometheus;
  kubernetes?: KubernetesReader;
}

export const neverAvailable = (reason: string): Reading => ({ status: 'not-available', reason, final: true });

export const notYetAvailable = (reason: string): Reading => ({ status: 'not-available', reason, final: false });

/** What `{name}` stands for in a check: a parameter, else a label of the alert. */
export const placeholderValues = ({ alert, parameters }: Subject): Record<string, unknown> => ({
  ...alert.labels,
  ...parameters,
});
