import type { OnCallSchedule } from '../domain/on-call';
import type { CatalogueEntry } from '../domain/remediation';
import type { SlmThresholds } from '../domain/slm';

export interface TemporalConfig {
  /** host:port */
  address: string;
  namespace: string;
  apiKey?: string;
  /** `true`: TLS with the system's authorities; an object: own authority or client certificate (PEM). */
  tls?: true | { ca?: string; clientCertificate?: string; clientKey?: string; serverName?: string };
  taskQueue: string;
  /** Base of the Temporal Web UI, for links; without it no link is shown. */
  uiUrl?: string;
}

/** A bearer token; each list empty = unrestricted. */
export interface IngressToken {
  secret: string;
  sources: ('alertmanager' | 'cloudevents')[];
  clusters: string[];
  teams: string[];
}

export interface CommonConfig {
  temporal: TemporalConfig;
  alertmanagers: AlertmanagerConfig[];
  logLevel: string;
  otlpEndpoint?: string;
}

export interface AlertmanagerConfig {
  /** The `cluster=` before the address where written, else its host and port; names the reconciler's schedule. */
  name: string;
  /** `cluster` label of the alerts that it sends, where written. */
  cluster?: string;
  url: string;
}

export interface IngressConfig extends CommonConfig {
  host: string;
  port: number;
  tokens: IngressToken[];
  slackSigningSecret?: string;
  linearWebhookSecret?: string;
  githubWebhookSecret?: string;
  /** Event types are `<prefix>.fired` and `<prefix>.resolved`. */
  cloudEventsTypePrefix: string;
}

export interface WorkerConfig extends CommonConfig {
  linear: { apiKey: string; apiUrl?: string; teamKey: string; maxPerSecond: number };
  prometheusUrl?: string;
  grafanaUrl?: string;
  /** Holds `{function}`. */
  functionUrlTemplate: string;
  /** DNS labels and `*` patterns. */
  functionAllowlist: string[];
  /** Base of the ingress as functions reach it; without it no callback is offered. */
  publicUrl?: string;
  slack?: { token: string; apiUrl?: string; channel: string };
  smtp?: { url: string; from: string };
  kubeconfig?: string;
  /** Receivers that the reconciler may start incidents for; empty = the names seen in accepted webhooks. */
  alertmanagerReceivers: string[];
  slmEnabled: boolean;
  /** File that the audit log is appended to; without it standard output. */
  auditLog?: string;
  /** Port of /healthz, /readyz and /metrics; without it the worker opens none. */
  port?: number;
  catalogue: CatalogueEntry[];
  onCall?: OnCallSchedule;
  thresholds: SlmThresholds;
  timing: Timing;
}

/** All in milliseconds. */
export interface Timing {
  reopenWindow: number;
  reconcileInterval: number;
  verifyTimeout: number;
  cooldown: number;
}
