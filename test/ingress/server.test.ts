import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, trace } from '@opentelemetry/api';
import { loadIngressConfig } from '../../config/ingress';
import { ConfigError } from '../../config/mistakes';
import { type RunningIngress, startIngress } from '../../ingress/server';
import { createLog } from '../../telemetry/log';

const log = createLog({ service: 'test', level: 'silent' });
const config = (env: Record<string, string> = {}) =>
  loadIngressConfig({ INGRESS_PORT: '0', TEMPORAL_ADDRESS: '127.0.0.1:1', ...env });

const event = JSON.stringify({
  version: '4',
  alerts: [{ status: 'firing', labels: { alertname: 'A' }, startsAt: '2026-01-01T00:00:00Z' }],
});

let ingress: RunningIngress | undefined;
afterEach(async () => {
  await ingress?.close();
  ingress = undefined;
});

describe('the ingress without Temporal', () => {
  it('starts, is alive but not ready, and answers deliveries with 503 within two seconds', async () => {
    ingress = await startIngress(config(), log);
    const url = `http://127.0.0.1:${ingress.port}`;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    const began = Date.now();
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/webhooks/alertmanager`, { method: 'POST', headers, body: event });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(Date.now() - began).toBeLessThan(2_500);
  });
});

describe('the process', () => {
  it('says which variable to change where its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = String((other.address() as AddressInfo).port);
    await expect(startIngress(config({ INGRESS_PORT: taken }), log)).rejects.toThrow(ConfigError);
    await new Promise((resolve) => other.close(resolve));
  });

  it('carries on the trace of its sender, also where nothing is exported', async () => {
    ingress = await startIngress(config(), log);
    const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const extracted = propagation.extract(context.active(), { traceparent: parent });
    const span = trace.getTracer('test').startSpan('below', {}, extracted);
    expect(span.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    const carrier: Record<string, string> = {};
    propagation.inject(trace.setSpan(extracted, span), carrier);
    expect(carrier.traceparent).toContain(`0af7651916cd43dd8448eb211c80319c-${span.spanContext().spanId}`);
  });
});
