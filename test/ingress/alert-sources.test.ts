import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CloudEvent, HTTP } from 'cloudevents';
import type { IngressToken } from '../../config/types';
import { type FakeIngress, startFakeIngress } from './fake-ingress';

const prefix = 'io.homelab.prometheus.alert';
const firing = readFileSync(path.join(__dirname, '../fixtures/alertmanager/firing.json'), 'utf8');

const data = {
  alertname: 'CheckoutErrorBudgetBurn',
  status: 'firing',
  labels: {
    alertname: 'CheckoutErrorBudgetBurn',
    cluster: 'lab',
    service: 'checkout',
    severity: 'critical',
    team: 'payments',
  },
  annotations: { summary: 'error ratio 50%' },
  startsAt: '2026-11-21T04:19:43.256171862Z',
  endsAt: '0001-01-01T00:00:00Z',
};
const resolvedData = { ...data, status: 'resolved', endsAt: '2026-11-21T04:20:03.256Z' };
const event = (more: object = {}) => ({
  id: 'event-1',
  source: '/prometheus',
  specversion: '1.0',
  type: `${prefix}.fired`,
  data,
  ...more,
});
const structured = { 'content-type': 'application/cloudevents+json' };
const batched = { 'content-type': 'application/cloudevents-batch+json' };

let ingress: FakeIngress;
afterEach(() => ingress.close());

describe('CloudEvents', () => {
  beforeEach(async () => {
    ingress = await startFakeIngress();
  });
  const post = (body: unknown, headers: Record<string, string> = structured, to = '/events') =>
    ingress.post(to, JSON.stringify(body), headers);

  it.each(['/events', '/'])('in binary mode at %s get the fingerprint that Alertmanager would give', async (to) => {
    const { headers, body } = HTTP.binary(new CloudEvent(event()));
    const response = await ingress.post(to, body as string, headers as Record<string, string>);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: [{ fingerprint: 'ccf40201d09f839c', action: 'started' }] });
    expect(ingress.gateway.alerts('fired')[0]).toMatchObject({
      correlationId: 'event-1',
      startsAt: '2026-11-21T04:19:43.256Z',
      endsAt: null,
    });
  });

  it('in structured mode resolve an incident', async () => {
    ingress.gateway.open.add('ccf40201d09f839c');
    const { headers, body } = HTTP.structured(
      new CloudEvent(event({ type: `${prefix}.resolved`, data: resolvedData })),
    );
    const response = await ingress.post('/events', body as string, headers as Record<string, string>);
    expect(await response.json()).toMatchObject({ accepted: [{ action: 'signalled' }] });
    expect(ingress.gateway.alerts('resolved')[0]?.endsAt).toBe('2026-11-21T04:20:03.256Z');
  });

  it('in a batch are each read on their own, the firing one before its end', async () => {
    const resolved = event({ id: 'event-2', type: `${prefix}.resolved`, data: resolvedData });
    const batch = [
      resolved,
      event(),
      event({ specversion: '0.3' }),
      7,
      event({ data: { ...data, labels: {}, alertname: '' } }),
    ];
    const response = await post(batch, batched);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      accepted: [{ action: 'signalled' }, { action: 'started' }],
      rejected: [
        { index: 2, pointer: '/2' },
        { index: 3, pointer: '/3' },
        { index: 4, pointer: '/4/data/labels/alertname' },
      ],
    });
  });

  it('may name the alert beside its labels, carry no status, base64 data and unknown extensions', async () => {
    const { alertname: _, ...labels } = data.labels;
    const { status: __, ...rest } = data;
    const encoded = Buffer.from(JSON.stringify({ ...rest, labels })).toString('base64');
    const response = await post({ ...event({ data: undefined, data_base64: encoded }), tracestate: 'x', sequence: 4 });
    expect(await response.json()).toMatchObject({ accepted: [{ fingerprint: 'ccf40201d09f839c' }] });
  });

  it.each([
    ['specversion 2.0', { specversion: '2.0' }, 400],
    ['no id', { id: undefined }, 400],
    ['another type', { type: `${prefix}.changed` }, 422],
    ['a status that its type contradicts', { type: `${prefix}.resolved` }, 422],
    ['a name that its labels contradict', { data: { ...data, alertname: 'Other' } }, 422],
    ['data that are a text', { data: 'text' }, 422],
    ['no data', { data: undefined }, 422],
    ['data_base64 that is no JSON', { data: undefined, data_base64: 'eA==' }, 400],
  ])('with %s are refused', async (_, more, status) => {
    expect((await post(event(more))).status).toBe(status);
    expect(ingress.gateway.calls).toEqual([]);
  });

  it.each([
    ['no ce- headers', { 'content-type': 'application/json' }, 400],
    ['content that is no JSON', { 'content-type': 'text/plain', 'ce-id': '1', 'ce-specversion': '1.0' }, 415],
  ])('in binary mode with %s are refused', async (_, headers, status) => {
    expect((await post(data, headers)).status).toBe(status);
  });

  it('are not parsed a second time where their data is JSON in a text', async () => {
    const headers = {
      'content-type': 'application/json',
      'ce-id': '1',
      'ce-source': 's',
      'ce-specversion': '1.0',
      'ce-type': `${prefix}.fired`,
    };
    expect((await post(JSON.stringify(data), headers)).status).toBe(400);
  });

  it('above 256 KiB are refused with 413', async () => {
    expect((await post(event({ data: { ...data, annotations: { summary: 'x'.repeat(300_000) } } }))).status).toBe(413);
  });
});

describe('the CloudEvents handshake', () => {
  const ask = (headers: Record<string, string>) => fetch(`${ingress.url}/events`, { method: 'OPTIONS', headers });
  const origin = { 'webhook-request-origin': 'events.example.com', 'webhook-request-rate': '120' };

  it('consents to an origin that holds a token', async () => {
    ingress = await startFakeIngress({ tokens: [token('t1')] });
    const response = await ask({ ...origin, authorization: 'Bearer t1' });
    expect([
      response.status,
      response.headers.get('webhook-allowed-origin'),
      response.headers.get('webhook-allowed-rate'),
    ]).toEqual([200, 'events.example.com', '*']);
  });

  it('gives an origin without a token no consent', async () => {
    ingress = await startFakeIngress({ tokens: [token('t1')] });
    const response = await ask(origin);
    expect([response.status, response.headers.get('webhook-allowed-origin')]).toEqual([401, null]);
  });
});

const token = (secret: string, more: Partial<IngressToken> = {}): IngressToken => ({
  secret,
  sources: [],
  clusters: [],
  teams: [],
  ...more,
});
const send = (secret?: string, body = firing) =>
  ingress.post('/webhooks/alertmanager', body, secret === undefined ? {} : { authorization: `Bearer ${secret}` });

describe('a bearer token', () => {
  it.each([
    ['the first', 't1', 202],
    ['the second, for rotation', 't2', 202],
    ['a wrong', 't3', 401],
    ['a longer', 't11', 401],
    ['no', undefined, 401],
  ])('%s one is answered rightly', async (_, secret, status) => {
    ingress = await startFakeIngress({ tokens: [token('t1'), token('t2')] });
    const response = await send(secret);
    expect(response.status).toBe(status);
    expect(ingress.gateway.calls).toHaveLength(status === 202 ? 1 : 0);
    if (status === 401) expect(response.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('for another source is refused with 403', async () => {
    ingress = await startFakeIngress({ tokens: [token('t1', { sources: ['cloudevents'] })] });
    expect((await send('t1')).status).toBe(403);
  });

  it.each([
    ['cluster', { clusters: ['other'] }],
    ['team', { teams: ['other'] }],
  ])('for another %s opens nothing', async (label, scope) => {
    ingress = await startFakeIngress({ tokens: [token('t1', scope)] });
    const response = await send('t1');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ rejected: [{ pointer: `/alerts/0/labels/${label}` }] });
    expect(ingress.gateway.calls).toEqual([]);
  });

  it('covers the alerts of its own clusters and teams alone', async () => {
    ingress = await startFakeIngress({ tokens: [token('t1', { clusters: ['lab'], teams: ['payments'] })] });
    const body = JSON.parse(firing) as { alerts: { labels: object }[] };
    body.alerts.push({ ...body.alerts[0]!, labels: { alertname: 'Elsewhere', cluster: 'prod', team: 'payments' } });
    const response = await send('t1', JSON.stringify(body));
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: [{ action: 'started' }], rejected: [{ index: 1 }] });
  });

  it('never stands in an answer or a log line', async () => {
    ingress = await startFakeIngress({ tokens: [token('canary-secret')] });
    const answers = [await (await send('canary-secret')).text(), await (await send('canary-wrong')).text()];
    expect(JSON.stringify([answers, ingress.logged])).not.toContain('canary');
  });
});
