import type { IncomingHttpHeaders } from 'node:http';
import { type CloudEventV1, HTTP } from 'cloudevents';
import { z } from 'zod';
import { type AlertGroup, readAlert, readText, type WrittenAlert } from './alert';
import { AlertMistake, pointingInto } from './alert-mistake';
import { isJson, type JsonBody, mediaType, parseJson, parseUniqueJson } from './body';
import { malformed, unsupportedMediaType } from './problem';

const structuredType = 'application/cloudevents+json';
const batchType = 'application/cloudevents-batch+json';

/** CloudEvents 1.0 in binary, structured or batched mode; types `<prefix>.fired` and `<prefix>.resolved`. */
export function readCloudEvents(headers: IncomingHttpHeaders, bytes: Buffer, prefix: string, now: Date): AlertGroup {
  const type = mediaType(headers['content-type']);
  const group: AlertGroup = { alerts: [], rejected: [] };
  if (type === batchType) readBatch(group, parseJson(bytes), prefix, now);
  else {
    const event = (): CloudEventV1<unknown> =>
      type === structuredType ? structuredEvent(parseUniqueJson(bytes)) : binaryEvent(headers, type, bytes);
    readEvent(group, 0, '', () => alertOf(event(), prefix), now);
  }
  return group;
}

function readBatch(group: AlertGroup, { value, duplicates }: JsonBody, prefix: string, now: Date): void {
  if (!Array.isArray(value)) throw malformed('A batch of CloudEvents is a JSON array.');
  value.forEach((element: unknown, index) => {
    const base = `/${index}`;
    const twice = duplicates.find((pointer) => pointer.startsWith(`${base}/`));
    const read = (): WrittenAlert => {
      if (twice !== undefined) throw new AlertMistake(twice.slice(base.length), 'stands twice in one object');
      return alertOf(structuredEvent(element), prefix);
    };
    readEvent(group, index, base, read, now);
  });
}

/** Adds the event to the group's alerts, or to what was rejected. In a batch a malformed event rejects itself alone. */
function readEvent(group: AlertGroup, index: number, base: string, read: () => WrittenAlert, now: Date): void {
  try {
    const written = read();
    group.alerts.push({ index, pointer: `${base}/data`, ...pointingInto('/data', () => readAlert(written, now)) });
  } catch (error) {
    if (error instanceof EventMistake && base === '') throw malformed(error.message);
    if (!(error instanceof AlertMistake || error instanceof EventMistake)) throw error;
    const pointer = error instanceof AlertMistake ? base + error.pointer : base;
    group.rejected.push({ index, pointer, reason: error.message });
  }
}

function structuredEvent(element: unknown): CloudEventV1<unknown> {
  demandAttributes(element);
  const { data_base64: encoded, ...rest } = element as Record<string, unknown>;
  return toEvent(
    { 'content-type': structuredType },
    { ...rest, data: encoded === undefined ? rest.data : decoded(encoded) },
  );
}

function decoded(base64: unknown): unknown {
  try {
    return parseUniqueJson(Buffer.from(String(base64), 'base64'));
  } catch {
    throw new EventMistake('data_base64 does not hold JSON.');
  }
}

function binaryEvent(headers: IncomingHttpHeaders, type: string, bytes: Buffer): CloudEventV1<unknown> {
  if (!isJson(type))
    throw unsupportedMediaType(
      'Send an alert as JSON: application/json with ce- headers, or application/cloudevents+json.',
    );
  const attribute = (name: string): unknown => headers[`ce-${name}`];
  demandAttributes({
    specversion: attribute('specversion'),
    id: attribute('id'),
    source: attribute('source'),
    type: attribute('type'),
  });
  return toEvent({ ...headers, 'content-type': 'application/json' }, parseUniqueJson(bytes));
}

/** The package parses text again, past our limits, so it is given nothing but what was parsed already. */
function toEvent(headers: IncomingHttpHeaders, body: unknown): CloudEventV1<unknown> {
  if (typeof body !== 'object' || body === null) throw new EventMistake('The data of the event is not a JSON object.');
  return HTTP.toEvent({ headers, body }) as CloudEventV1<unknown>;
}

/** What makes a request, or an element of a batch, no CloudEvent 1.0. */
class EventMistake extends Error {
  override readonly name = 'EventMistake';
}

const attributes = z.object(
  {
    specversion: z.literal('1.0', 'specversion is not "1.0"'),
    id: z.string('id is missing').min(1, 'id is empty'),
    source: z.string('source is missing').min(1, 'source is empty'),
    type: z.string('type is missing').min(1, 'type is empty'),
  },
  'it is not an object',
);

function demandAttributes(written: unknown): void {
  const parsed = attributes.safeParse(written);
  if (parsed.success) return;
  throw new EventMistake(`This is no CloudEvent 1.0: ${parsed.error.issues.map(({ message }) => message).join(', ')}.`);
}

const dataSchema = z.looseObject({});

function alertOf(event: CloudEventV1<unknown>, prefix: string): WrittenAlert {
  const status =
    event.type === `${prefix}.fired` ? 'firing' : event.type === `${prefix}.resolved` ? 'resolved' : undefined;
  if (!status) throw new AlertMistake('', `the type of the event is neither ${prefix}.fired nor ${prefix}.resolved`);
  const data = dataSchema.safeParse(event.data).data;
  if (!data) throw new AlertMistake('/data', 'is not an object');
  if (data.status !== undefined && data.status !== status) {
    throw new AlertMistake('/data/status', `status does not agree with the type of the event, which says ${status}`);
  }
  return {
    status,
    labels: namedLabels(data.labels, data.alertname),
    annotations: data.annotations,
    startsAt: data.startsAt,
    endsAt: data.endsAt,
    generatorURL: data.generatorURL,
    fingerprint: data.fingerprint,
    correlationId: readText(event.id, '/id'),
  };
}

/** The name may stand beside the labels, but it belongs to them. */
function namedLabels(labels: unknown, alertname: unknown): unknown {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels) || alertname === undefined) return labels;
  const written: unknown = Object.hasOwn(labels, 'alertname')
    ? (labels as Record<string, unknown>).alertname
    : alertname;
  if (written !== alertname) throw new AlertMistake('/data/alertname', 'alertname is not that of the labels');
  return { ...labels, alertname };
}
