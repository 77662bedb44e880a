import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HTTP, type CloudEventV1 } from 'cloudevents';
import type { EventMode } from '../../sandbox/events/cloud-event';
import { startEvents, type EventsStandIn } from '../../sandbox/events/server';
import { startReceiver, type Receiver } from './receiver';

const mixed = readFileSync(path.join(__dirname, '../fixtures/alertmanager/mixed.json'), 'utf8');
const alerts = (JSON.parse(mixed) as { alerts: Record<string, unknown>[] }).alerts;

let sink: Receiver;
let events: EventsStandIn;

beforeEach(async () => {
  sink = await startReceiver();
  events = await startEvents({ sink: { url: sink.url, token: 'event-token' } });
});
afterEach(async () => {
  await events.close();
  await sink.close();
});

const deliver = (body: string): Promise<Response> => fetch(events.url, { method: 'POST', body });

function received(): CloudEventV1<Record<string, unknown>>[] {
  return sink.requests.flatMap(({ headers, body }) => HTTP.toEvent<Record<string, unknown>>({ headers, body }));
}

it.each<EventMode>(['binary', 'structured', 'batched'])(
  'sends each alert of a group as a %s CloudEvent',
  async (mode) => {
    events.mode = mode;
    expect((await deliver(mixed)).status).toBe(200);
    expect(sink.requests).toHaveLength(mode === 'batched' ? 1 : alerts.length);
    expect(sink.requests[0]!.headers.authorization).toBe('Bearer event-token');
    expect(
      received()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['io.homelab.prometheus.alert.fired', 'io.homelab.prometheus.alert.resolved']);
    for (const [index, event] of received().entries()) {
      const { status, labels, annotations, startsAt, endsAt } = alerts[index]!;
      const alertname = (labels as Record<string, string>).alertname;
      expect(event.data).toEqual({ alertname, status, labels, annotations, startsAt, endsAt });
    }
  },
);

it('gives a repeated alert the id that it had', async () => {
  await deliver(mixed);
  await deliver(mixed);
  const ids = received().map(({ id }) => id);
  expect(new Set(ids).size).toBe(alerts.length);
});

it('answers with the status of the sink, so that Alertmanager tries again', async () => {
  sink.answers.push(503);
  const refused = await deliver(mixed);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7']);
  expect((await deliver(mixed)).status).toBe(200);
  events.sink = { url: 'http://127.0.0.1:1/' };
  expect((await deliver(mixed)).status).toBe(502);
});

it('refuses what is no Alertmanager webhook', async () => {
  expect((await deliver('{"version":"3"}')).status).toBe(400);
  expect((await deliver('not JSON')).status).toBe(400);
  expect(sink.requests).toHaveLength(0);
});
