import type { Alert } from '../../domain/alert';
import type {
  ListedAlert,
  Look,
  OpenIncident,
  PackedMemory,
  ReconcileMemory,
  StandingChange,
} from '../../domain/reconcile';
import { compareLook, packMemory, unpackMemory, withUntold } from '../../domain/reconcile';
import { trimAlert } from '../../domain/trim';
import type { Alertmanager } from '../alertmanager/client';
import type { IssueStanding } from '../linear/contract';
import type { Prometheus } from '../prometheus/client';
import type { LinearMemory, ReconcileActivities } from './contract';

/** An incident that is running in Temporal, as visibility lists it. */
export interface RunningIncident extends OpenIncident {
  closed: boolean;
  /** Identifier of its Linear issue. */
  issue: string | null;
  receiver?: string;
}

/** The incidents in Temporal, as far as reconciling needs them. */
export interface IncidentDirectory {
  running(): Promise<RunningIncident[]>;
  fired(alert: Alert, seenActiveAt: string): Promise<void>;
  standingChanged(by: string, at: string, change: StandingChange): Promise<void>;
  issueChanged(identifier: string, change: IssueChange): Promise<void>;
}

export interface IssueChange {
  issueId: string;
  stateType: string;
  assigneeId: string | null;
  updatedAt: string;
  /** Who changed it, for the issue's comment. */
  actor?: string;
}

export interface ReconcileDeps {
  alertmanagers: Map<string, Alertmanager>;
  prometheus?: Prometheus;
  incidents: IncidentDirectory;
  /** Issues that changed since a time, in any order. */
  issueChanges: (since: string) => Promise<IssueStanding[]>;
  /** Receivers that incidents may be started for; empty = those seen in accepted webhooks. */
  receivers: string[];
  /** Milliseconds since the epoch, such as `Date.now`. */
  clock: () => number;
  log: { warn(fields: object, message: string): void };
}

/** Signals in flight at a time. */
const concurrency = 8;

export function createReconcileActivities(deps: ReconcileDeps): ReconcileActivities {
  return {
    async reconcileAlertmanager({ name, memory }) {
      const alertmanager = deps.alertmanagers.get(name);
      if (!alertmanager) return memory ?? null;
      const look = await lookAt(alertmanager, deps);
      if (!look) return memory ?? null;
      return compareAndTell(name, look, memory, deps);
    },
    async reconcileLinear({ memory }) {
      const since = memory?.since ?? new Date(deps.clock()).toISOString();
      const changes = await deps.issueChanges(since);
      const open = new Set((await deps.incidents.running()).filter(({ closed }) => !closed).map(({ issue }) => issue));
      const untold = await each(
        changes.filter((change) => mayBeDecision(change) && open.has(change.identifier)),
        ({ identifier, changedBy, ...change }) =>
          deps.incidents.issueChanged(identifier, { ...change, ...(changedBy !== null && { actor: changedBy }) }),
        deps.log,
      );
      if (untold.length > 0)
        throw new Error(`Incidents that could not be told what became of their issue: ${untold.length}.`);
      return newest(since, changes);
    },
  };
}

/** While an incident is open agent-sre ends no issue, so an ended one was a human, whoever's key that went by. */
function mayBeDecision({ changedBy, stateType }: IssueStanding): boolean {
  return changedBy !== null || stateType === 'completed' || stateType === 'canceled';
}

/** One look, or `null` where Alertmanager did not answer whole: then nothing is concluded. */
async function lookAt(alertmanager: Alertmanager, { prometheus, clock, log }: ReconcileDeps): Promise<Look | null> {
  const at = new Date(clock()).toISOString();
  try {
    const [alerts, silences, firingSeries] = await Promise.all([
      alertmanager.alerts(),
      alertmanager.silences(),
      prometheus ? firing(prometheus) : null,
    ]);
    return { at, alerts, silences, firingSeries };
  } catch (error) {
    log.warn({ error: String(error) }, 'Alertmanager could not be read; the open incidents stay as they are');
    return null;
  }
}

async function firing(prometheus: Prometheus): Promise<Record<string, string>[] | null> {
  const samples = await prometheus.query('ALERTS{alertstate="firing"}').catch(() => null);
  return samples && samples.map(({ labels }) => labels);
}

async function compareAndTell(
  name: string,
  look: Look,
  packed: PackedMemory | undefined,
  deps: ReconcileDeps,
): Promise<PackedMemory> {
  const before = unpackMemory(packed);
  const running = await deps.incidents.running();
  const seen = running.flatMap(({ receiver }) => (receiver ? [receiver] : []));
  const receivers = deps.receivers.length > 0 ? deps.receivers : [...new Set([...before.receivers, ...seen])];
  const open = running.filter(({ closed }) => !closed);
  const { memory, changes, unattended } = compareLook(before, look, open, receivers);
  const untold = await each(
    changes.filter(worthTelling(before, deps)),
    (change) => deps.incidents.standingChanged(name, look.at, change),
    deps.log,
  );
  await each(unattended, (alert) => deps.incidents.fired(trimAlert(alertOf(alert, receivers)), look.at), deps.log);
  return packMemory(withUntold(memory, before, untold));
}

/**
 * That the only Alertmanager lists the alert is what a new incident believes anyway; beside others it must know of each.
 * A look without memory tells all, because what was told before is not known.
 */
function worthTelling(before: ReconcileMemory, { alertmanagers }: ReconcileDeps) {
  return ({ fingerprint, standing }: StandingChange): boolean =>
    alertmanagers.size > 1 || standing !== 'active' || before.at === null || before.alerts[fingerprint] !== undefined;
}

/** Of the receivers that it was routed to, one of ours: the others must not be taken for ours later. */
function alertOf(listed: ListedAlert, receivers: string[]): Alert {
  const { fingerprint, labels, annotations, startsAt, generatorURL } = listed;
  return {
    fingerprint,
    status: 'firing',
    labels,
    annotations,
    startsAt,
    endsAt: null,
    generatorURL,
    receiver: listed.receivers.find((name) => receivers.includes(name)),
  };
}

function newest(since: string, changes: IssueStanding[]): LinearMemory {
  return { since: changes.reduce((latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest), since) };
}

/** Works on all of them whatever becomes of one, a few at a time; resolves to those that failed. */
async function each<T>(items: T[], work: (item: T) => Promise<void>, log: ReconcileDeps['log']): Promise<T[]> {
  const queue = [...items];
  const failed: T[] = [];
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        failed.push(item);
        log.warn(
          { error: String(error) },
          'An incident could not be told what was found; the next look tells it again',
        );
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return failed;
}
