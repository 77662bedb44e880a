import { randomBytes } from 'node:crypto';
import { Field, firing, resolved, scalePod } from '../e2e/field';
import { eventually } from '../support/eventually';
import { Collector, type Span } from './collector';

jest.setTimeout(90_000);

describe('VAL-005 tracing: one trace from the ingress through workflow and activities into the function', () => {
  const collector = new Collector();
  const traceId = randomBytes(16).toString('hex');
  const senderSpan = randomBytes(8).toString('hex');
  const alert = firing({ annotations: scalePod });
  let field: Field;
  let spans: Span[];

  beforeAll(async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start() };
    field = await Field.start({ monitored: false, environment });
    await field.post([alert], undefined, { traceparent: `00-${traceId}-${senderSpan}-01` });
    await field.reaches(alert, 'waiting');
    await field.post([resolved(alert)]);
    await field.reaches(alert, 'closed');
    // A process that ends sends what it still holds.
    await Promise.all([field.stack.ingress.stop(), field.stack.worker.stop()]);
    spans = await eventually(() => {
      const ours = collector.spans.filter((span) => span.traceId === traceId);
      return new Set(ours.map(({ service }) => service)).size === 2 && ours;
    });
  });
  afterAll(async () => {
    await field?.stop();
    await collector.stop();
  });

  test('the function gets the trace of the request that brought the alert', () => {
    const [call] = field.calls(alert);
    const { traceparent } = call!.detail as { traceparent: string };
    expect(traceparent.split('-')[1]).toBe(traceId);
    const caller = spans.find(({ spanId }) => spanId === traceparent.split('-')[2]);
    expect(caller).toMatchObject({ service: 'agent-sre-worker' });
  });

  test('the span of the ingress stands below that of the sender', () => {
    const received = spans.find(({ parentSpanId }) => parentSpanId === senderSpan);
    expect(received).toMatchObject({ service: 'agent-sre-ingress', name: 'POST /webhooks/alertmanager' });
  });

  test('the workflow hands the trace on: each activity has a span below that of the signal that brought the alert', () => {
    const sent = spans.find(({ service, name }) => service === 'agent-sre-ingress' && /signal/i.test(name));
    const activities = spans.filter(({ service }) => service === 'agent-sre-worker');
    const names = activities.map(({ name }) => name);
    for (const name of ['assess', 'openIssue', 'callFunction', 'verify', 'updateIssue']) {
      expect(names).toContain(`RunActivity:${name}`);
    }
    expect(activities.filter(({ parentSpanId }) => parentSpanId !== sent?.spanId)).toEqual([]);
  });

  test('every span but the first has its parent in the same trace', () => {
    const known = new Set([senderSpan, ...spans.map(({ spanId }) => spanId)]);
    expect(spans.filter(({ parentSpanId }) => !known.has(parentSpanId)).map(({ name }) => name)).toEqual([]);
  });
});
