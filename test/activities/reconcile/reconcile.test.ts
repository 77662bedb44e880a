import type { Alertmanager } from '../../../activities/alertmanager/client';
import { AlertmanagerUnavailable } from '../../../activities/alertmanager/client';
import type { IssueStanding } from '../../../activities/linear/contract';
import type { Prometheus } from '../../../activities/prometheus/client';
import type { IncidentDirectory, IssueChange, RunningIncident } from '../../../activities/reconcile/activities';
import { createReconcileActivities } from '../../../activities/reconcile/activities';
import type { Alert } from '../../../domain/alert';
import { fingerprintOf } from '../../../domain/fingerprint';
import type { ListedAlert, PackedMemory, StandingChange } from '../../../domain/reconcile';
import { alertLimit } from '../../../domain/trim';

const labels = { alertname: 'PodCPUHigh', pod: 'app-xyz' };
const fingerprint = fingerprintOf(labels);

const listed = (more: Partial<ListedAlert> = {}): ListedAlert => ({
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
const running = (more: Partial<RunningIncident> = {}): RunningIncident => ({
  fingerprint,
  labels,
  closed: false,
  issue: 'SRE-1',
  ...more,
});

/** An Alertmanager, a Prometheus and incidents that a test changes between two looks. */
class Surroundings {
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

  readonly activities = (receivers: string[] = ['agent']) =>
    createReconcileActivities({
      alertmanagers: new Map([['lab', this.alertmanager]]),
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

let world: Surroundings;
beforeEach(() => {
  world = new Surroundings();
});
const standings = () => world.changed.map(({ standing }) => standing);

describe('a look at Alertmanager', () => {
  it('tells the open incidents only what changed since the last one', async () => {
    world.incidents = [running()];
    world.alerts = [listed()];
    const first = await world.look();
    const second = await world.look(first);
    expect(world.changed).toEqual([
      { by: 'lab', at: '2026-01-05T09:01:00.000Z', fingerprint, standing: 'active', because: [] },
    ]);
    world.alerts = [listed({ state: 'silenced', by: ['silence s1'] })];
    await world.look(second);
    expect(world.changed.slice(1)).toEqual([
      { by: 'lab', at: '2026-01-05T09:03:00.000Z', fingerprint, standing: 'silenced', because: ['silence s1'] },
    ]);
    expect(world.fired).toEqual([]);
  });

  it('finds an alert gone after two answered looks, and asks ALERTS too', async () => {
    world.incidents = [running()];
    world.alerts = [listed()];
    world.firing = [{ __name__: 'ALERTS', ...labels }];
    let memory = await world.look();
    world.alerts = [];
    memory = await world.look(memory);
    memory = await world.look(memory);
    expect(standings()).toEqual(['active']);
    world.firing = new Error('Prometheus is away');
    memory = await world.look(memory);
    expect(standings()).toEqual(['active']);
    world.firing = [];
    await world.look(memory);
    expect(standings()).toEqual(['active', 'gone']);
  });

  it('that is not answered concludes nothing and forgets nothing', async () => {
    world.incidents = [running()];
    world.alerts = [listed()];
    const memory = await world.look();
    world.alerts = [];
    const missed = await world.look(memory);
    world.alerts = new AlertmanagerUnavailable('away');
    expect(await world.look(missed)).toBe(missed);
    expect(await world.look(missed)).toBe(missed);
    expect(standings()).toEqual(['active']);
    expect(world.warnings).toHaveLength(2);
    world.alerts = [];
    await world.look(missed);
    expect(standings()).toEqual(['active', 'gone']);
  });

  it('that is not answered at first remembers nothing', async () => {
    world.alerts = new AlertmanagerUnavailable('away');
    expect(await world.look()).toBeNull();
  });

  it('at an Alertmanager that is not configured any more does nothing', async () => {
    const memory: PackedMemory = { at: null, before: null, alerts: '', receivers: [] };
    expect(await world.activities().reconcileAlertmanager({ name: 'gone', memory })).toBe(memory);
    expect(await world.activities().reconcileAlertmanager({ name: 'gone' })).toBeNull();
  });

  it('tells the others where one incident cannot be told, and that one at the next look', async () => {
    const other = { ...labels, pod: 'other' };
    world.incidents = [running(), running({ fingerprint: fingerprintOf(other), labels: other })];
    world.alerts = [listed(), listed({ labels: other })];
    world.refusing.add(fingerprint);
    const memory = await world.look();
    expect(world.changed.map((change) => change.fingerprint)).toEqual([fingerprintOf(other)]);
    expect(world.warnings).toHaveLength(1);
    world.refusing.clear();
    await world.look(memory);
    expect(world.changed.map((change) => change.fingerprint)).toEqual([fingerprintOf(other), fingerprint]);
  });
});

describe('an alert that Alertmanager lists without an open incident', () => {
  it('fires, as seen active at the time of the look', async () => {
    world.alerts = [listed()];
    await world.look();
    expect(world.fired).toEqual([
      {
        seenActiveAt: '2026-01-05T09:01:00.000Z',
        alert: {
          fingerprint,
          status: 'firing',
          labels,
          annotations: { summary: 'CPU is high' },
          startsAt: '2026-01-05T09:00:00.000Z',
          endsAt: null,
          generatorURL: 'http://prometheus/graph',
          receiver: 'agent',
        },
      },
    ]);
  });

  it('fires where its incident is closed and lingers', async () => {
    world.incidents = [running({ closed: true })];
    world.alerts = [listed()];
    await world.look();
    expect(world.fired).toHaveLength(1);
    expect(world.changed).toEqual([]);
  });

  it('is trimmed to what Temporal can store', async () => {
    world.alerts = [listed({ annotations: { description: 'x'.repeat(100_000) } })];
    await world.look();
    expect(JSON.stringify(world.fired[0]!.alert).length).toBeLessThanOrEqual(alertLimit);
  });

  it('starts nothing while no receiver is known, and what accepted webhooks showed is known for good', async () => {
    world.alerts = [listed()];
    const unknown = await world.look(undefined, []);
    expect(world.fired).toEqual([]);

    const other = { ...labels, pod: 'other' };
    world.incidents = [running({ fingerprint: fingerprintOf(other), labels: other, closed: true, receiver: 'agent' })];
    const learnt = await world.look(unknown, []);
    expect(world.fired).toHaveLength(1);

    world.incidents = [];
    await world.look(learnt, []);
    expect(world.fired).toHaveLength(2);
  });

  it('of a receiver that is not ours is left alone', async () => {
    world.alerts = [listed()];
    await world.look(undefined, ['another']);
    expect(world.fired).toEqual([]);
  });

  it('does not keep the others from firing where it cannot', async () => {
    const other = { ...labels, pod: 'other' };
    world.alerts = [listed(), listed({ labels: other })];
    world.refusing.add(fingerprint);
    await world.look();
    expect(world.fired.map(({ alert }) => alert.labels.pod)).toEqual(['other']);
  });
});

describe('a look at Linear', () => {
  const change = (identifier: string, minute: number, changedBy: string | null = 'anna'): IssueStanding => ({
    identifier,
    issueId: `id-${identifier}`,
    stateType: 'completed',
    assigneeId: null,
    updatedAt: new Date(world.now + minute * 60_000).toISOString(),
    changedBy,
  });

  it('begins with now and goes on from the newest change', async () => {
    world.issueChanges = [change('SRE-2', 7), change('SRE-3', 9), change('SRE-1', 8)];
    const memory = await world.activities().reconcileLinear({});
    expect(memory).toEqual({ since: '2026-01-05T09:09:00.000Z' });
    world.issueChanges = [];
    expect(await world.activities().reconcileLinear({ memory })).toEqual(memory);
    expect(world.asked).toEqual(['2026-01-05T09:00:00.000Z', '2026-01-05T09:09:00.000Z']);
  });

  it('tells open incidents alone, and each what became of its issue', async () => {
    world.incidents = [running(), running({ closed: true, issue: 'SRE-2' }), running({ issue: null })];
    world.issueChanges = [change('SRE-1', 1), change('SRE-2', 2), change('SRE-9', 3)];
    await world.activities().reconcileLinear({});
    const { identifier, changedBy, ...what } = change('SRE-1', 1);
    expect(world.told).toEqual([[identifier, { ...what, actor: changedBy }]]);
  });

  it('tells nobody what agent-sre changed itself, and goes on from there', async () => {
    world.incidents = [running()];
    world.issueChanges = [change('SRE-1', 1, null)];
    expect(await world.activities().reconcileLinear({})).toEqual({ since: '2026-01-05T09:01:00.000Z' });
    expect(world.told).toEqual([]);
  });

  it('is repeated from where it began where an incident could not be told', async () => {
    world.incidents = [running(), running({ issue: 'SRE-2' })];
    world.issueChanges = [change('SRE-1', 1), change('SRE-2', 2)];
    world.refusing.add('SRE-1');
    await expect(world.activities().reconcileLinear({})).rejects.toThrow('1 incidents could not be told');
    expect(world.told.map(([identifier]) => identifier)).toEqual(['SRE-2']);
  });
});
