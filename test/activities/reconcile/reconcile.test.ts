import { AlertmanagerUnavailable } from '../../../activities/alertmanager/client';
import { fingerprintOf } from '../../../domain/fingerprint';
import type { PackedMemory } from '../../../domain/reconcile';
import { alertLimit } from '../../../domain/trim';
import { fingerprint, labels, listed, running, Surroundings } from './surroundings';

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

  it('tells a new incident that its alert is listed only where there are other Alertmanagers', async () => {
    for (const names of [['lab'], ['lab', 'edge']]) {
      const memory: PackedMemory = { at: '2026-01-05T08:59:00.000Z', before: null, alerts: '', receivers: [] };
      world.incidents = [running()];
      world.alerts = [listed()];
      await world.activities(['agent'], names).reconcileAlertmanager({ name: 'lab', memory });
      expect(standings()).toEqual(names.length === 1 ? [] : ['active']);
    }
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
    world.alerts = [listed({ state: 'silenced' }), listed({ labels: other })];
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
