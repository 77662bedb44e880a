import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MessageRefusedError, TemporalUnavailableError } from '../../gateway/gateway';
import { type FakeIngress, startFakeIngress } from './fake-ingress';

const fixture = (name: string): string =>
  readFileSync(path.join(__dirname, '../fixtures/alertmanager', `${name}.json`), 'utf8');

interface Group {
  version: string;
  truncatedAlerts: number;
  alerts: Record<string, unknown>[];
}
const group = (name: string): Group => JSON.parse(fixture(name)) as Group;
const alertmanager = '/webhooks/alertmanager';

let ingress: FakeIngress;
beforeEach(async () => {
  ingress = await startFakeIngress();
});
afterEach(() => ingress.close());

const send = (body: unknown) => ingress.post(alertmanager, typeof body === 'string' ? body : JSON.stringify(body));

/** The firing fixture with one thing changed in its alert. */
const changed = (change: Record<string, unknown>) => {
  const body = group('firing');
  Object.assign(body.alerts[0]!, change);
  return body;
};

const count = async (metric: string): Promise<string | undefined> =>
  (await ingress.deps.metrics.registry.metrics()).split('\n').find((line) => line.startsWith(metric));

describe('a group of Alertmanager', () => {
  it('starts the incident of a firing alert under the fingerprint that Alertmanager gave it', async () => {
    const response = await send(fixture('firing'));
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      accepted: [{ fingerprint: 'ccf40201d09f839c', workflowId: 'incident/ccf40201d09f839c', action: 'started' }],
      rejected: [],
    });
    expect(ingress.gateway.alerts('fired')[0]).toEqual({
      fingerprint: 'ccf40201d09f839c',
      status: 'firing',
      labels: {
        alertname: 'CheckoutErrorBudgetBurn',
        cluster: 'lab',
        service: 'checkout',
        severity: 'critical',
        team: 'payments',
      },
      annotations: { runbook_url: 'file:///runbooks/checkout.md', summary: 'error ratio 50%' },
      startsAt: '2026-11-21T04:19:43.256Z',
      endsAt: null,
      generatorURL: 'http://vm:19090/graph?g0.expr=checkout%3Aerror_ratio+%3E+0.05&g0.tab=1',
      receiver: 'agent',
    });
  });

  it('signals a resolved alert without starting anything', async () => {
    ingress.gateway.open.add('ccf40201d09f839c');
    const { accepted } = (await (await send(fixture('resolved'))).json()) as { accepted: { action: string }[] };
    expect(accepted[0]?.action).toBe('signalled');
    expect(ingress.gateway.alerts('resolved')[0]?.endsAt).toBe('2026-11-21T04:20:03.256Z');
    expect(ingress.gateway.alerts('fired')).toEqual([]);
  });

  it('goes by the status of each alert, not by that of the group, and keeps nanoseconds out', async () => {
    await send(fixture('mixed'));
    expect(ingress.gateway.alerts('fired').map((alert) => [alert.fingerprint, alert.startsAt])).toEqual([
      ['eaebf1e7c2445e44', '2026-11-21T04:20:43.486Z'],
    ]);
    expect(ingress.gateway.alerts('resolved').map((alert) => alert.fingerprint)).toContain('f770265fa0f74d03');
  });

  it('tries resolved alerts of unknown fingerprints once more, with one wait for the whole group, then ignores them', async () => {
    const body = group('resolved');
    body.alerts.push({ ...body.alerts[0], labels: { alertname: 'Another' } });
    const { accepted } = (await (await send(body)).json()) as { accepted: { action: string }[] };
    expect(accepted.map(({ action }) => action)).toEqual(['ignored', 'ignored']);
    expect(ingress.sleeps).toEqual([1000]);
    expect(ingress.gateway.alerts('resolved')).toHaveLength(4);
  });

  it('accepts the good alerts of a group and lists the bad ones with pointer and reason', async () => {
    const body = group('firing');
    body.alerts.push({ ...body.alerts[0], labels: { severity: 'critical' } }, { ...body.alerts[0], status: 'maybe' });
    const response = await send(body);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      accepted: [{ action: 'started' }],
      rejected: [
        { index: 1, pointer: '/alerts/1/labels/alertname', reason: 'alertname is missing' },
        { index: 2, pointer: '/alerts/2/status' },
      ],
    });
    expect(await count('agent_sre_ingress_rejected_total{source="alertmanager",reason="impossible"}')).toMatch(/ 2$/);
  });

  it.each([
    ['an alert without alertname', { labels: { a: 'b' } }, '/labels/alertname'],
    ['a label that is a number', { labels: { alertname: 'A', replicas: 3 } }, '/labels/replicas'],
    ['labels that are a list', { labels: ['alertname'] }, '/labels'],
    ['an annotation that is an object', { annotations: { summary: {} } }, '/annotations/summary'],
    ['half a surrogate pair', { labels: { alertname: 'A', pod: '\ud800' } }, '/labels/pod'],
    ['labels of more than 256 KiB', { labels: { alertname: 'A', pod: 'x'.repeat(300_000) } }, '/labels'],
    ['no startsAt', { startsAt: undefined }, '/startsAt'],
    ["Go's zero time as startsAt", { startsAt: '0001-01-01T00:00:00Z' }, '/startsAt'],
    ['a startsAt that is no time', { startsAt: 'yesterday' }, '/startsAt'],
    ['a startsAt on a day that does not exist', { startsAt: '2026-02-30T00:00:00Z' }, '/startsAt'],
    ['a startsAt more than a day ahead', { startsAt: '2026-11-23T00:00:00Z' }, '/startsAt'],
    ['endsAt before startsAt', { status: 'resolved', endsAt: '2026-11-21T04:00:00Z' }, '/endsAt'],
    ['a resolved alert without endsAt', { status: 'resolved' }, '/endsAt'],
  ])('refuses %s with 422 and names the field', async (_, change, pointer) => {
    const response = await send(changed(change));
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 422,
      pointer: `/alerts/0${pointer}`,
      rejected: [{ index: 0 }],
    });
    expect(ingress.gateway.calls).toEqual([]);
  });

  it('refuses a label name that stands twice, for that alert alone', async () => {
    const body = fixture('mixed').replace('"pod":"a"', '"pod":"a","p\\u006fd":"c"');
    const answer = (await (await send(body)).json()) as object;
    expect(answer).toMatchObject({
      accepted: [{ fingerprint: 'eaebf1e7c2445e44' }],
      rejected: [{ pointer: '/alerts/0/labels/pod' }],
    });
  });

  it('refuses a key that stands twice outside the alerts with 400', async () => {
    const response = await send(fixture('firing').replace('"version":"4"', '"version":"4","version":"4"'));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ pointer: '/version' });
  });

  it('lets no label reach the prototype of objects', async () => {
    const response = await send(fixture('firing').replace('"cluster":"lab"', '"__proto__":"x","constructor":"y"'));
    expect(response.status).toBe(422);
    await send(fixture('firing').replace('"cluster":"lab"', '"constructor":"y"'));
    expect(ingress.gateway.alerts('fired')[0]?.labels.constructor).toBe('y');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('keeps its own fingerprint where the sender names another, and counts that', async () => {
    await send(changed({ fingerprint: '0000000000000000' }));
    expect(ingress.gateway.alerts('fired')[0]?.fingerprint).toBe('ccf40201d09f839c');
    expect(await count('agent_sre_ingress_foreign_fingerprints_total')).toMatch(/ 1$/);
  });

  it('leaves labels without a value out of the identity, as Alertmanager does', async () => {
    const body = group('firing');
    Object.assign(body.alerts[0]!.labels as object, { pod: '' });
    await send(body);
    expect(ingress.gateway.alerts('fired')[0]?.fingerprint).toBe('ccf40201d09f839c');
  });

  it('trims ten thousand labels and a description of 100 kB to what can be stored', async () => {
    const labels = { alertname: 'A', ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`l${i}`, 'v'])) };
    const response = await send(changed({ labels, annotations: { description: 'd'.repeat(100_000) } }));
    expect(response.status).toBe(202);
    const [alert] = ingress.gateway.alerts('fired');
    expect(JSON.stringify(alert).length).toBeLessThan(64_000);
    expect(alert?.annotations.agent_sre_trimmed).toContain('labels left out');
  });

  it.each([['3'], [4], [undefined]])('refuses version %p with 422', async (version) => {
    expect((await send({ ...group('firing'), version })).status).toBe(422);
  });

  it('accepts an empty group', async () => {
    const response = await send({ ...group('firing'), alerts: [] });
    expect([response.status, await response.json()]).toEqual([202, { accepted: [], rejected: [] }]);
  });

  it('counts alerts that the sender left out and makes the reconcilers look', async () => {
    await send({ ...group('firing'), truncatedAlerts: 7 });
    expect(await count('agent_sre_ingress_truncated_alerts_total')).toMatch(/ 7$/);
    expect(ingress.gateway.triggers).toBe(1);
  });
});

describe('where Temporal', () => {
  it('is away the answer is 503 with Retry-After, and no further alert of the group is tried', async () => {
    ingress.gateway.failure = () => new TemporalUnavailableError('away');
    const body = group('firing');
    body.alerts = Array.from({ length: 100 }, (_, i) => ({ ...body.alerts[0], labels: { alertname: `A${i}` } }));
    let tried = 0;
    ingress.gateway.failure = () => (++tried, new TemporalUnavailableError('away'));
    const response = await send(body);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(tried).toBeLessThanOrEqual(16);
  });

  it('refuses one alert for good, that one is listed and the others stay accepted', async () => {
    ingress.gateway.failure = ({ labels }) => (labels.pod === 'b' ? new MessageRefusedError('too big') : undefined);
    ingress.gateway.open.add('f770265fa0f74d03');
    const answer = (await (await send(fixture('mixed'))).json()) as object;
    expect(answer).toMatchObject({
      accepted: [{ fingerprint: 'f770265fa0f74d03', action: 'signalled' }],
      rejected: [{ index: 1, pointer: '/alerts/1', reason: 'too big' }],
    });
  });

  it('fails in a way that nobody foresaw, the answer is 500 and tells nothing of it', async () => {
    ingress.gateway.failure = () => new Error('secret detail');
    const response = await send(fixture('firing'));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
  });
});
