import type { Request, Response } from 'express';
import { jsonBody } from '../http/body';
import { listen, type ListenOptions } from '../http/listen';
import { createStandInApp, type StandIn } from '../http/stand-in';
import { toCloudEvent, toRequests, type EventMode, type EventRequest, type WebhookAlert } from './cloud-event';

export interface EventSink {
  url: string;
  /** Sent as `Authorization: Bearer`. */
  token?: string;
}

export interface EventsOptions extends ListenOptions {
  /** Where events go; can be set later. */
  sink?: EventSink;
  /** Default `binary`; can be changed later. */
  mode?: EventMode;
  typePrefix?: string;
}

export interface EventsStandIn extends StandIn {
  sink: EventSink | undefined;
  mode: EventMode;
}

const defaultTypePrefix = 'io.homelab.prometheus.alert';
const answerWithinMs = 10_000;

/**
 * prometheus-events: takes Alertmanager webhooks at `POST /`, sends each alert on as a CloudEvent, and answers with the
 * sink's status, so that Alertmanager tries again what the sink did not take.
 */
export async function startEvents(options: EventsOptions = {}): Promise<EventsStandIn> {
  const { app, faults, ledger } = createStandInApp({
    operationsOf: ({ method }) => (method === 'POST' ? ['webhook'] : []),
  });
  app.post('/', async (request: Request, response: Response) => {
    const alerts = alertsOf(request);
    if (!alerts) return void response.status(400).json({ error: 'This is no Alertmanager webhook of version 4.' });
    if (!standIn.sink) return void response.status(503).json({ error: 'No sink is set.' });
    const events = alerts.map((alert) => toCloudEvent(alert, options.typePrefix ?? defaultTypePrefix));
    const answer = await sendAll(toRequests(events, standIn.mode), standIn.sink);
    const ids = events.map(({ id }) => id);
    const result = answer.status < 300 ? 'applied' : 'refused';
    ledger.append({ operation: 'webhook', result, detail: { ids, types: events.map(({ type }) => type), ...answer } });
    if (answer.retryAfter) response.set('Retry-After', answer.retryAfter);
    response.status(answer.status).json({ events: ids });
  });
  const { url, close } = await listen(app, options);
  const standIn: EventsStandIn = { url, faults, ledger, sink: options.sink, mode: options.mode ?? 'binary', close };
  return standIn;
}

function alertsOf(request: Request): WebhookAlert[] | undefined {
  const body = jsonBody(request);
  return body?.version === '4' && Array.isArray(body.alerts) ? (body.alerts as WebhookAlert[]) : undefined;
}

interface SinkAnswer {
  status: number;
  retryAfter?: string;
}

/** In order; ends at the first that is not taken. A sink that can't be reached counts as 502. */
async function sendAll(requests: EventRequest[], sink: EventSink): Promise<SinkAnswer> {
  let last: SinkAnswer = { status: 202 };
  for (const request of requests) {
    last = await send(request, sink);
    if (last.status >= 300) return last;
  }
  return last;
}

async function send({ headers, body }: EventRequest, { url, token }: EventSink): Promise<SinkAnswer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await answer.body?.cancel();
    const retryAfter = answer.headers.get('retry-after');
    return { status: answer.status, ...(retryAfter !== null && { retryAfter }) };
  } catch {
    return { status: 502 };
  }
}
