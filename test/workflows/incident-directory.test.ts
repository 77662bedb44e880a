import type { IncidentDirectory, RunningIncident } from '../../activities/reconcile/activities';
import type { Alert } from '../../domain/alert';
import { createIncidentDirectory, lastEpisodeReader, recentRunsReader } from '../../worker/incident-directory';
import { incidentWorkflowId } from '../../workflows/contracts';
import type { World } from './incident-world';
import { eventually, firingAlert, handleOf, resolvedOf, startWorld, viewOf } from './incident-world';

jest.setTimeout(60_000);

let world: World;
let incidents: IncidentDirectory;
beforeEach(async () => {
  world = await startWorld();
  incidents = createIncidentDirectory(world.client, world.gateway, world.taskQueue);
});
afterEach(() => world.stop());

const phaseIs = (alert: Alert, phase: string) => async () => (await viewOf(world, alert)).phase === phase;
const lastEpisode = (alert: Alert) => lastEpisodeReader(world.client)(incidentWorkflowId(alert.fingerprint));

/** Visibility follows a little later than the workflow itself. */
async function listedWhere(holds: (running: RunningIncident[]) => boolean): Promise<RunningIncident[]> {
  let running: RunningIncident[] = [];
  await eventually('listed', async () => holds((running = await incidents.running())));
  return running;
}

async function escalated(more: Partial<Alert> = {}): Promise<Alert> {
  const alert = firingAlert({ annotations: {}, ...more });
  await world.gateway.fired(alert);
  await eventually('escalated', phaseIs(alert, 'escalated'));
  return alert;
}

describe('the running incidents', () => {
  it('are listed with labels, issue and receiver, those of this queue alone', async () => {
    const alert = await escalated({ receiver: 'agent' });
    expect(await listedWhere((running) => running[0]?.issue != null)).toEqual([
      { fingerprint: alert.fingerprint, labels: alert.labels, receiver: 'agent', closed: false, issue: 'SRE-1' },
    ]);
    expect(await createIncidentDirectory(world.client, world.gateway, 'another-queue').running()).toEqual([]);
  });

  it('are listed as closed while they wait for the alert to fire again', async () => {
    const alert = await escalated();
    await world.gateway.resolved(resolvedOf(alert));
    expect(await listedWhere((running) => running[0]?.closed === true)).toMatchObject([
      { fingerprint: alert.fingerprint, closed: true },
    ]);
  });

  it('are told what an Alertmanager says, and that their issue was closed', async () => {
    const alert = await escalated();
    const at = new Date().toISOString();
    const change = { fingerprint: alert.fingerprint, standing: 'silenced' as const, because: ['silence s1'] };
    await incidents.standingChanged('lab', at, change);
    await eventually('parked', phaseIs(alert, 'parked'));
    await listedWhere((running) => running[0]?.issue === 'SRE-1');
    const issueId = `id-${alert.fingerprint}`;
    const updatedAt = new Date(Date.now() + 1_000).toISOString();
    await incidents.issueChanged('SRE-1', { issueId, stateType: 'completed', assigneeId: null, updatedAt });
    await eventually('handed over', phaseIs(alert, 'handed-over'));
    await world.gateway.resolved(resolvedOf(alert));
    await eventually('closed', phaseIs(alert, 'closed'));
  });

  it('are started for an alert that Alertmanager lists as active', async () => {
    const alert = firingAlert({ annotations: {} });
    await incidents.fired(alert, new Date().toISOString());
    await eventually('escalated', phaseIs(alert, 'escalated'));
    await world.gateway.resolved(resolvedOf(alert));
    await eventually('closed', phaseIs(alert, 'closed'));
  });
});

describe('the last episode on record', () => {
  it('is the newest of the incident’s closed runs', async () => {
    world.settings.reopenWindow = 1;
    const alert = await escalated();
    expect(await lastEpisode(alert)).toBeNull();
    await world.gateway.resolved(resolvedOf(alert));
    await handleOf(world, alert).result();
    await eventually('on record', async () => (await lastEpisode(alert)) !== null);
    const first = (await lastEpisode(alert))!;
    expect(first).toMatchObject({ startsAt: alert.startsAt, issue: { identifier: 'SRE-1' } });

    const again = { ...alert, startsAt: new Date().toISOString() };
    await world.gateway.fired(again);
    await eventually('escalated', phaseIs(again, 'escalated'));
    expect(await lastEpisode(alert)).toEqual(first);
    await world.gateway.resolved(resolvedOf(again));
    await handleOf(world, alert).result();
    await eventually('on record', async () => (await lastEpisode(alert))?.startsAt === again.startsAt);
  });

  it('is none of an incident that never was', async () => {
    expect(await lastEpisode(firingAlert())).toBeNull();
  });
});

describe('the recent runs of a remediation', () => {
  const before = new Date(Date.now() - 60_000).toISOString();
  const recentRuns = (since = before, remediation = 'scale-pod', queue = world.taskQueue) =>
    recentRunsReader(world.client, queue)(remediation, since);

  it('are those of open incidents and of those that ended since', async () => {
    world.settings.reopenWindow = 1;
    const alerts = [firingAlert(), firingAlert()];
    for (const alert of alerts) await world.gateway.fired(alert);
    const targets = alerts.map(({ labels }) => `production/pod/${labels.pod}`).sort();
    await eventually('both ran', async () => (await recentRuns()).length === 2);
    await world.gateway.resolved(resolvedOf(alerts[0]!));
    await handleOf(world, alerts[0]!).result();
    const runs = await recentRuns();
    expect(runs.map(({ target }) => target).sort()).toEqual(targets);
    expect(runs.every(({ remediation, endedAt }) => remediation === 'scale-pod' && endedAt > before)).toBe(true);

    expect(await recentRuns(new Date(Date.now() + 60_000).toISOString())).toEqual([]);
    expect(await recentRuns(before, 'restart-pod')).toEqual([]);
    expect(await recentRuns(before, 'scale-pod', 'another-queue')).toEqual([]);
  });
});
