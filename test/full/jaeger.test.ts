import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startChild, type Child } from '../../programs/child';
import { freePort } from '../../programs/free-port';
import { answers, waitUntilReady } from '../../programs/ready';
import { Field, firing, scalePod } from '../e2e/field';
import { eventually } from '../support/eventually';

jest.setTimeout(120_000);

interface JaegerTrace {
  spans: { operationName: string; processID: string }[];
  processes: Record<string, { serviceName: string }>;
}

describe('a real Jaeger', () => {
  let folder: string;
  let jaeger: Child;
  let query: string;
  let field: Field;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agent-sre-jaeger-'));
    const [queryPort, otlpPort] = [await freePort(), await freePort()];
    jaeger = await startJaeger(folder, queryPort, otlpPort);
    query = `http://127.0.0.1:${queryPort}`;
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${otlpPort}` };
    field = await Field.start({ monitored: false, environment });
  });
  afterAll(async () => {
    await field?.stop();
    await jaeger?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows one trace of both processes, from the webhook to the call of the function', async () => {
    const traceId = randomBytes(16).toString('hex');
    const alert = firing({ annotations: scalePod });
    await field.post([alert], undefined, { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` });
    await field.reaches(alert, 'waiting');
    // A process that ends sends what it still holds.
    await Promise.all([field.stack.ingress.stop(), field.stack.worker.stop()]);
    const trace = await eventually(async () => {
      const answer = await fetch(`${query}/api/traces/${traceId}`);
      const { data } = (await answer.json()) as { data: JaegerTrace[] | null };
      return data?.[0] && new Set(Object.values(data[0].processes).map((one) => one.serviceName)).size === 2 && data[0];
    });
    const operations = trace.spans.map(({ operationName }) => operationName);
    expect(operations).toEqual(expect.arrayContaining(['POST /webhooks/alertmanager', 'RunActivity:callFunction']));
  });
});

/** The query and OTLP ports are given; whatever else Jaeger would open stays closed. */
async function startJaeger(folder: string, queryPort: number, otlpPort: number): Promise<Child> {
  const executable = process.env.JAEGER;
  if (!executable) throw new Error('JAEGER is not set. Run these tests by `npm run test:full`.');
  const listen = async (port?: number) => ({ endpoint: `127.0.0.1:${port ?? (await freePort())}` });
  const config = join(folder, 'jaeger.yaml');
  await writeFile(
    config,
    stringify({
      service: {
        extensions: ['jaeger_storage', 'jaeger_query'],
        pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
        telemetry: { metrics: { level: 'none' } },
      },
      extensions: {
        jaeger_query: { storage: { traces: 'memory' }, http: await listen(queryPort), grpc: await listen() },
        jaeger_storage: { backends: { memory: { memory: { max_traces: 1_000 } } } },
      },
      receivers: { otlp: { protocols: { http: await listen(otlpPort) } } },
      exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
    }),
  );
  const child = startChild({ name: 'jaeger', executable, args: ['--config', config], folder });
  await waitUntilReady('jaeger', child, answers(`http://127.0.0.1:${queryPort}/api/services`));
  return child;
}
