/** Comparing one look at an Alertmanager with the open incidents: what has changed, and what is worth telling whom. */
import { firingSeriesOf, holdsAlert } from './firing-series';
import type { Standing } from './standing';

/** One alert as `/api/v2/alerts` lists it. Alerts that have ended are not listed. */
export interface ListedAlert {
  fingerprint: string;
  state: 'active' | 'silenced' | 'inhibited';
  /** Ids of the silences, or fingerprints of the inhibiting alerts. */
  by: string[];
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  generatorURL?: string;
  receivers: string[];
}

export interface Silence {
  id: string;
  createdBy: string;
  startsAt: string;
  endsAt: string;
  /** Whether all its matchers hold for these labels. */
  covers(labels: Record<string, string>): boolean;
}

/** One answered look. */
export interface Look {
  at: string;
  alerts: ListedAlert[];
  silences: Silence[];
  /** Labels of every firing series of Prometheus' `ALERTS`; `null` where there is no Prometheus or it did not answer. */
  firingSeries: Record<string, string>[] | null;
}

export interface OpenIncident {
  fingerprint: string;
  labels: Record<string, string>;
}

/** What is remembered from look to look of an alert that this Alertmanager has listed. */
export interface Remembered {
  standing: Standing;
  /** Whether `ALERTS` held it too, so that its absence there means something. */
  inPrometheus: boolean;
  /** Answered looks in a row without it. */
  misses: number;
}

export interface ReconcileMemory {
  /** Of the last answered look; `null` before the first. */
  at: string | null;
  /** Of the answered look before that one: an alert that is gone now was listed then. */
  before: string | null;
  alerts: Record<string, Remembered>;
  /** Receivers seen in accepted webhooks. */
  receivers: string[];
}

export interface StandingChange {
  fingerprint: string;
  standing: Standing;
  because: string[];
}

export interface Comparison {
  memory: ReconcileMemory;
  /** For open incidents. */
  changes: StandingChange[];
  /** Active, routed to one of our receivers, and without an open incident. */
  unattended: ListedAlert[];
}

export const emptyMemory: ReconcileMemory = { at: null, before: null, alerts: {}, receivers: [] };

/** Answered looks in a row without the alert that make it gone. */
const missesUntilGone = 2;

export function compareLook(
  memory: ReconcileMemory,
  look: Look,
  open: OpenIncident[],
  receivers: string[],
): Comparison {
  const listed = new Map(look.alerts.map((alert) => [alert.fingerprint, alert]));
  const firing = look.firingSeries && firingSeriesOf(look.firingSeries);
  const changes: StandingChange[] = [];
  const alerts: Record<string, Remembered> = {};
  for (const incident of open) {
    const before = memory.alerts[incident.fingerprint];
    const alert = listed.get(incident.fingerprint);
    const inPrometheus = firing && holdsAlert(firing, incident.labels);
    const after = alert ? seen(alert, inPrometheus, before) : before && missed(before, inPrometheus);
    if (!after) continue;
    alerts[incident.fingerprint] = after;
    // An incident that is still open although it was told that its alert is gone is told again.
    if (after.standing === before?.standing && after.standing !== 'gone') continue;
    changes.push({
      fingerprint: incident.fingerprint,
      standing: after.standing,
      because: reasons(incident, after, alert, memory, look),
    });
  }
  const attended = new Set(open.map(({ fingerprint }) => fingerprint));
  const unattended = look.alerts.filter(
    (alert) =>
      alert.state === 'active' &&
      !attended.has(alert.fingerprint) &&
      alert.receivers.some((name) => receivers.includes(name)),
  );
  return { memory: { at: look.at, before: memory.at, alerts, receivers }, changes, unattended };
}

/** The memory without the changes that could not be told, so that the next look finds them again. */
export function withUntold(after: ReconcileMemory, before: ReconcileMemory, untold: StandingChange[]): ReconcileMemory {
  const alerts = { ...after.alerts };
  for (const { fingerprint } of untold) {
    const known = before.alerts[fingerprint];
    if (known) alerts[fingerprint] = known;
    else delete alerts[fingerprint];
  }
  return { ...after, alerts };
}

function seen(alert: ListedAlert, inPrometheus: boolean | null, before: Remembered | undefined): Remembered {
  return { standing: alert.state, inPrometheus: inPrometheus ?? before?.inPrometheus ?? false, misses: 0 };
}

/**
 * Gone only where two looks in a row lack it and Prometheus does not hold it; where Prometheus held it before, only its
 * answer says that it no longer does.
 */
function missed(before: Remembered, inPrometheus: boolean | null): Remembered {
  const misses = before.misses + 1;
  const held = inPrometheus ?? before.inPrometheus;
  const standing = held && before.standing === 'gone' ? 'active' : before.standing;
  return {
    standing: misses >= missesUntilGone && !held ? 'gone' : standing,
    inPrometheus: before.inPrometheus || held,
    misses,
  };
}

function reasons(
  incident: OpenIncident,
  after: Remembered,
  alert: ListedAlert | undefined,
  memory: ReconcileMemory,
  look: Look,
): string[] {
  if (alert) return alert.by;
  const since = memory.before ?? memory.at ?? look.at;
  const silences = look.silences.filter(
    (silence) => silence.endsAt >= since && silence.startsAt <= look.at && silence.covers(incident.labels),
  );
  return [
    'No resolved event came, and two looks in a row at Alertmanager do not list the alert.',
    ...(after.inPrometheus ? ["Prometheus' ALERTS does not hold it any more either."] : []),
    ...silences.map(
      ({ id, createdBy }) => `It was silenced (silence ${id} by ${createdBy}), so Alertmanager sent nothing.`,
    ),
  ];
}

const codes: Record<Standing, string> = { active: 'a', silenced: 's', inhibited: 'i', gone: 'g' };
const standings = Object.fromEntries(Object.entries(codes).map(([standing, code]) => [code, standing])) as Record<
  string,
  Standing
>;

/** The memory goes through Temporal with every look, so ten thousand alerts must stay small: about 20 bytes each. */
export interface PackedMemory {
  at: string | null;
  before: string | null;
  alerts: string;
  receivers: string[];
}

export function packMemory({ at, before, alerts, receivers }: ReconcileMemory): PackedMemory {
  const packed = Object.entries(alerts).map(
    ([fingerprint, { standing, inPrometheus, misses }]) =>
      `${fingerprint}${codes[standing]}${inPrometheus ? 1 : 0}${Math.min(misses, 9)}`,
  );
  return { at, before, alerts: packed.join(','), receivers };
}

export function unpackMemory(packed: PackedMemory | undefined): ReconcileMemory {
  if (!packed) return emptyMemory;
  const entries = packed.alerts
    .split(',')
    .filter((text) => text.length === 19)
    .map((text): [string, Remembered] => [
      text.slice(0, 16),
      { standing: standings[text[16]!] ?? 'active', inPrometheus: text[17] === '1', misses: Number(text[18]) },
    ]);
  return { at: packed.at, before: packed.before, alerts: Object.fromEntries(entries), receivers: packed.receivers };
}
