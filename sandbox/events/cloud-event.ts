import { createHash } from 'node:crypto';

export type EventMode = 'binary' | 'structured' | 'batched';

/** One alert of an Alertmanager webhook, as far as it goes into an event. */
export interface WebhookAlert {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
}

export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  data: {
    alertname: string;
    status: 'firing' | 'resolved';
    labels: Record<string, string>;
    annotations: Record<string, string>;
    startsAt: string;
    endsAt: string;
  };
}

/** The same alert in the same status is the same event: a repeat has the same id. */
export function toCloudEvent(alert: WebhookAlert, typePrefix: string): CloudEvent {
  const { status, labels, annotations, startsAt, endsAt } = alert;
  const alertname = labels.alertname ?? '';
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const identity = JSON.stringify([sorted, startsAt, status]);
  return {
    ...{ specversion: '1.0', source: '/prometheus-events', datacontenttype: 'application/json' },
    id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    type: `${typePrefix}.${status === 'firing' ? 'fired' : 'resolved'}`,
    subject: alertname,
    time: status === 'firing' ? startsAt : endsAt,
    data: { alertname, status, labels, annotations, startsAt, endsAt },
  };
}

export interface EventRequest {
  headers: Record<string, string>;
  body: string;
}

/** The HTTP requests that carry these events. */
export function toRequests(events: CloudEvent[], mode: EventMode): EventRequest[] {
  if (mode === 'batched')
    return [{ headers: { 'Content-Type': 'application/cloudevents-batch+json' }, body: JSON.stringify(events) }];
  return events.map((event) => (mode === 'binary' ? binary(event) : structured(event)));
}

const structured = (event: CloudEvent): EventRequest => ({
  headers: { 'Content-Type': 'application/cloudevents+json' },
  body: JSON.stringify(event),
});

function binary({ data, datacontenttype, ...attributes }: CloudEvent): EventRequest {
  const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, headerValue(value)]);
  return { headers: { ...Object.fromEntries(named), 'Content-Type': datacontenttype }, body: JSON.stringify(data) };
}

/** Per the HTTP binding: what is not printable ASCII, and space, `"` and `%`, as percent-encoded UTF-8. */
function headerValue(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]+/gu, (part) =>
    [...Buffer.from(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
