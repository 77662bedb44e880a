import { freePort } from '../../programs/free-port';
import { openHealthPort } from '../../worker/health';

let port: number;
let mistakes: string[];
let health: { close(): Promise<void> };

beforeAll(async () => {
  port = await freePort();
  health = await openHealthPort(port, async () => mistakes);
});
afterAll(() => health.close());
beforeEach(() => {
  mistakes = [];
});

const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);

describe('the health port of a worker', () => {
  it('says that the process lives, ready or not', async () => {
    mistakes = ['Temporal does not answer.'];
    const response = await get('/healthz');
    expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
  });

  it('says that it is ready, or why it is not', async () => {
    expect((await get('/readyz')).status).toBe(200);
    mistakes = ['Search attribute Slo is missing.', 'Search attribute Service is Text.'];
    const response = await get('/readyz');
    expect([response.status, await response.text()]).toEqual([503, `${mistakes.join('\n')}\n`]);
  });

  it('gives the metrics of the process in the exposition format', async () => {
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain; version=');
    expect(await response.text()).toMatch(/^process_cpu_seconds_total [\d.e-]+$/m);
  });

  it('names its paths where another is asked for', async () => {
    const response = await get('/');
    expect([response.status, await response.text()]).toEqual([404, 'Known paths: /healthz, /readyz, /metrics\n']);
  });

  it('fails where the port is taken', async () => {
    await expect(openHealthPort(port, async () => [])).rejects.toThrow('EADDRINUSE');
  });
});
