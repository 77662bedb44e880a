import type { Alertmanager } from '../../../activities/alertmanager/client';
import type { IssueStanding } from '../../../activities/linear/contract';
import type { Prometheus } from '../../../activities/prometheus/client';
import type { IncidentDirectory, IssueChange, RunningIncident } from '../../../activities/reconcile/activities';
import { createReconcileActivities } from '../../../activities/reconcile/activities';
import type { Alert } from '../../../domain/alert';
import { fingerprintOf } from '../../../domain/fingerprint';
import type { ListedAlert, PackedMemory, StandingChange } from '../../../domain/reconcile';

export const labels = { alertname: 'PodCPUHigh', pod: 'app-xyz' };
export const fingerprint = fingerprintOf(labels);

export const listed = (more: Partial<ListedAlert> = {}): ListedAlert => ({
  fingerprint: fingerprintOf(more.labels ?? labels),
  state: 'active',
  by: [],
  labels,
  annotations: { summary: 'CPU is high' },
  startsAt: '2026-01-05T09:00:00.000Z',
  generatorURL: 'http://prometheus/graph',
  receivers: ['archive', 'agent'],
  ...more,
});
export const running = (more: Partial<RunningIncident> = {}): RunningIncident => ({
  fingerprint,
  labels,
  closed: false,
  issue: 'SRE-1',
  ...more,
});

/** An Alertmanager, a Prometheus and incidents that a test changes between two looks. */
export class Surroundings {
  now = Date.parse('2026-01-05T09:00:00.000Z');
  alerts: ListedAlert[] | Error = [];
  firing: Record<string, string>[] | Error = [];
  incidents: RunningIncident[] = [];
  issueChanges: IssueStanding[] = [];
  asked: string[] = [];
  fired: { alert: Alert; seenActiveAt: string }[] = [];
  changed: (StandingChange & { by: string; at: string })[] = [];
  told: [string, IssueChange][] = [];
  warnings: string[] = [];
  refusing = new Set<string>();

  readonly activities = (receivers: string[] = ['agent'], names = ['lab']) =>
    createReconcileActivities({
      alertmanagers: new Map(names.map((name) => [name, this.alertmanager])),
      prometheus: this.prometheus,
      incidents: this.directory,
      issueChanges: async (since) => {
        this.asked.push(since);
        return this.issueChanges;
      },
      receivers,
      clock: () => this.now,
      log: { warn: (_, message) => void this.warnings.push(message) },
    });

  private readonly alertmanager: Alertmanager = {
    alerts: async () => orThrow(this.alerts),
    silences: async () => [],
  };
  private readonly prometheus: Prometheus = {
    query: async () => orThrow(this.firing).map((series) => ({ labels: series, value: 1 })),
    alertingRules: async () => [],
  };
  private readonly directory: IncidentDirectory = {
    running: async () => this.incidents,
    fired: async (alert, seenActiveAt) => {
      if (this.refusing.has(alert.fingerprint)) throw new Error('refused');
      this.fired.push({ alert, seenActiveAt });
    },
    standingChanged: async (by, at, change) => {
      if (this.refusing.has(change.fingerprint)) throw new Error('refused');
      this.changed.push({ by, at, ...change });
    },
    issueChanged: async (identifier, change) => {
      if (this.refusing.has(identifier)) throw new Error('refused');
      this.told.push([identifier, change]);
    },
  };

  /** One look, a minute after the one before. */
  async look(memory?: PackedMemory | null, receivers?: string[]): Promise<PackedMemory | null> {
    this.now += 60_000;
    return this.activities(receivers).reconcileAlertmanager({ name: 'lab', memory: memory ?? undefined });
  }
}

function orThrow<T>(value: T | Error): T {
  if (value instanceof Error) throw value;
  return value;
}
