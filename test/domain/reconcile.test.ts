import type { Comparison, ListedAlert, Look, OpenIncident, ReconcileMemory, Silence } from '../../domain/reconcile';
import { compareLook, emptyMemory, withUntold } from '../../domain/reconcile';
import type { Standing } from '../../domain/standing';

const labels = { alertname: 'PodCPUHigh', pod: 'app-xyz', cluster: 'lab' };
const fingerprint = 'ccf40201d09f839c';
const incident: OpenIncident = { fingerprint, labels };
const series = { __name__: 'ALERTS', alertstate: 'firing', alertname: 'PodCPUHigh', pod: 'app-xyz' };

const listed = (more: Partial<ListedAlert> = {}): ListedAlert => ({
  fingerprint,
  state: 'active',
  by: [],
  labels,
  annotations: {},
  startsAt: '2026-01-05T09:00:00.000Z',
  receivers: ['agent'],
  ...more,
});

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();

/** Looks a minute apart, each from what the one before remembered. */
function looks(each: Partial<Look>[], open: OpenIncident[] = [incident], receivers: string[] = []): Comparison[] {
  let memory: ReconcileMemory = emptyMemory;
  return each.map((look, minute) => {
    const comparison = compareLook(
      memory,
      { at: at(minute), alerts: [], silences: [], firingSeries: null, ...look },
      open,
      receivers,
    );
    memory = comparison.memory;
    return comparison;
  });
}
const standings = (comparisons: Comparison[]): (Standing | null)[] =>
  comparisons.map(({ changes }) => changes[0]?.standing ?? null);

describe('an open incident', () => {
  it('is told once that its alert is listed', () => {
    expect(standings(looks([{ alerts: [listed()] }, { alerts: [listed()] }]))).toEqual(['active', null]);
  });

  it('is told nothing by an Alertmanager that has never listed its alert', () => {
    const comparisons = looks([{}, {}, {}, {}]);
    expect(standings(comparisons)).toEqual([null, null, null, null]);
    expect(comparisons.at(-1)!.memory.alerts).toEqual({});
  });

  it('is parked and resumed, each told once with what did it', () => {
    const silenced = { alerts: [listed({ state: 'silenced', by: ['silence s1'] })] };
    const inhibited = { alerts: [listed({ state: 'inhibited', by: ['alert a1'] })] };
    const comparisons = looks([{ alerts: [listed()] }, silenced, silenced, inhibited, { alerts: [listed()] }]);
    expect(standings(comparisons)).toEqual(['active', 'silenced', null, 'inhibited', 'active']);
    expect(comparisons[1]!.changes).toEqual([{ fingerprint, standing: 'silenced', because: ['silence s1'] }]);
    expect(comparisons[3]!.changes[0]!.because).toEqual(['alert a1']);
  });

  it('is forgotten once it is closed', () => {
    const memory = looks([{ alerts: [listed()] }])[0]!.memory;
    const look = { at: at(1), alerts: [], silences: [], firingSeries: [] };
    expect(compareLook(memory, look, [], []).memory).toEqual({ at: at(1), before: at(0), alerts: {}, receivers: [] });
  });
});

describe('an alert is gone', () => {
  it('after two looks in a row that do not list it, and not after one', () => {
    expect(standings(looks([{ alerts: [listed()] }, {}, {}]))).toEqual(['active', null, 'gone']);
    expect(standings(looks([{ alerts: [listed()] }, {}, { alerts: [listed()] }, {}, {}]))).toEqual([
      'active',
      null,
      null,
      null,
      'gone',
    ]);
  });

  it('again and again while its incident is still open', () => {
    expect(standings(looks([{ alerts: [listed()] }, {}, {}, {}, {}]))).toEqual([
      'active',
      null,
      'gone',
      'gone',
      'gone',
    ]);
  });

  it('no more once it is listed again', () => {
    expect(standings(looks([{ alerts: [listed()] }, {}, {}, { alerts: [listed()] }]))).toEqual([
      'active',
      null,
      'gone',
      'active',
    ]);
  });

  it('not while ALERTS holds it, which may lack labels that are added on the way', () => {
    const held = { firingSeries: [{ ...series, pod: 'other' }, series] };
    const comparisons = looks([{ alerts: [listed()], ...held }, held, held, held, { firingSeries: [] }]);
    expect(standings(comparisons)).toEqual(['active', null, null, null, 'gone']);
    expect(comparisons.at(-1)!.changes[0]!.because).toContain("Prometheus' ALERTS does not hold it any more either.");
  });

  it('not where ALERTS held it before and Prometheus does not answer', () => {
    const comparisons = looks([{ alerts: [listed()], firingSeries: [series] }, {}, {}, { firingSeries: [] }]);
    expect(standings(comparisons)).toEqual(['active', null, null, 'gone']);
  });

  it('although Prometheus does not answer, where ALERTS never held it', () => {
    const never = { firingSeries: [{ ...series, pod: 'other' }] };
    const comparisons = looks([{ alerts: [listed()], ...never }, {}, {}]);
    expect(standings(comparisons)).toEqual(['active', null, 'gone']);
    expect(comparisons[2]!.changes[0]!.because).toEqual([
      'No resolved event came, and two looks in a row at Alertmanager do not list the alert.',
    ]);
  });

  it('not where ALERTS holds it although Prometheus did not answer while it was listed', () => {
    const held = { firingSeries: [series] };
    expect(standings(looks([{ alerts: [listed()] }, held, held, {}]))).toEqual(['active', null, null, null]);
  });

  it('no more where ALERTS holds it after all', () => {
    const comparisons = looks([{ alerts: [listed()] }, {}, {}, { firingSeries: [series] }, { firingSeries: [series] }]);
    expect(standings(comparisons)).toEqual(['active', null, 'gone', 'active', null]);
  });

  it('is found among ten thousand of one name without delay', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ ...labels, pod: `app-${i}` }));
    const open = many.map((one, i) => ({ fingerprint: i.toString(16).padStart(16, '0'), labels: one }));
    const firingSeries = many.map(({ alertname, pod }) => ({ ...series, alertname, pod }));
    const alerts = open.map((one) => listed(one));
    const began = performance.now();
    const held = looks([{ alerts, firingSeries }, { firingSeries }, { firingSeries }], open).at(-1)!;
    expect(held.changes).toEqual([]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('is not held back by a series of other labels or another name', () => {
    for (const other of [
      { ...series, pod: 'app-abc' },
      { ...series, extra: 'x' },
      { ...series, alertname: 'Other' },
    ]) {
      const held = { firingSeries: [other] };
      expect(standings(looks([{ alerts: [listed()], ...held }, held, held]))).toEqual(['active', null, 'gone']);
    }
  });
});

describe('a change that could not be told', () => {
  it('is found again by the next look', () => {
    const [first, second, third] = looks([{ alerts: [listed()] }, {}, {}]);
    const look = { at: at(3), alerts: [], silences: [], firingSeries: null };
    expect(
      compareLook(withUntold(third!.memory, second!.memory, third!.changes), look, [incident], []).changes,
    ).toEqual(third!.changes);
    const relisted = { ...look, alerts: [listed()] };
    const forgotten = withUntold(first!.memory, emptyMemory, first!.changes);
    expect(compareLook(forgotten, relisted, [incident], []).changes).toEqual(first!.changes);
  });

  it('is the only one that is', () => {
    const { memory } = looks([{ alerts: [listed()] }])[0]!;
    expect(withUntold(memory, emptyMemory, [])).toEqual(memory);
  });
});

describe('the reason of an alert that is gone', () => {
  const silence = (more: Partial<Silence> = {}): Silence => ({
    id: 's1',
    createdBy: 'anna',
    startsAt: at(0),
    endsAt: at(60),
    covers: (given) => given.pod === 'app-xyz',
    ...more,
  });
  const reasonWith = (...silences: Silence[]): string[] =>
    looks([{ alerts: [listed()] }, {}, { silences }])[2]!.changes[0]!.because.slice(1);
  const said = 'It was silenced (silence s1 by anna), so Alertmanager sent nothing.';

  it('names the silence that covered it', () => {
    expect(reasonWith(silence())).toEqual([said]);
  });

  it('names a silence that has ended since the alert was last listed', () => {
    expect(reasonWith(silence({ startsAt: at(-5), endsAt: at(0.5) }))).toEqual([said]);
  });

  it.each([
    ['that ended before the alert was last listed', { endsAt: at(-1) }],
    ['that has not begun', { startsAt: at(3) }],
    ['of other labels', { covers: () => false }],
  ])('names no silence %s', (_, more) => {
    expect(reasonWith(silence(more))).toEqual([]);
  });
});

describe('an alert without an open incident', () => {
  const unattended = (alert: ListedAlert, open: OpenIncident[] = [], receivers = ['agent']) =>
    looks([{ alerts: [alert] }], open, receivers)[0]!.unattended;

  it('is unattended where it is active and routed to one of our receivers', () => {
    const alert = listed({ receivers: ['pager', 'agent'] });
    expect(unattended(alert)).toEqual([alert]);
  });

  it.each([
    ['is silenced', listed({ state: 'silenced' })],
    ['is inhibited', listed({ state: 'inhibited' })],
    ['is routed to others', listed({ receivers: ['pager'] })],
    ['is routed to nobody', listed({ receivers: [] })],
  ])('is left alone where it %s', (_, alert) => expect(unattended(alert)).toEqual([]));

  it('is left alone while no receiver of ours is known', () => {
    expect(unattended(listed(), [], [])).toEqual([]);
  });

  it('is not what an open incident attends to', () => {
    expect(unattended(listed(), [incident])).toEqual([]);
  });
});
