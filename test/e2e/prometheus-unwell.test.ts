import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../support/eventually';
import { Field, firing } from './field';

jest.setTimeout(90_000);

type Condition = 'down' | 'slow' | 'answering NaN';

/** Stands where Prometheus should, in a bad condition. */
class UnwellPrometheus {
  condition: Condition = 'down';
  private readonly server: Server = createServer((request, response) => {
    if (this.condition === 'down') return void request.socket.destroy();
    if (this.condition === 'slow') return; // Never answered; the asker must give up by itself.
    const vector = { resultType: 'vector', result: [{ metric: {}, value: [Date.now() / 1000, 'NaN'] }] };
    const data = request.url?.startsWith('/api/v1/rules') ? { groups: [] } : vector;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'success', data }));
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

describe('with a Prometheus that is', () => {
  const prometheus = new UnwellPrometheus();
  let field: Field;
  beforeAll(async () => {
    const url = await prometheus.start();
    const environment = { PROMETHEUS_URL: url, KUBECONFIG: '' };
    field = await Field.start({ monitored: false, environment, timing: { verifyTimeout: '2s' } });
  });
  afterAll(async () => {
    await field?.stop();
    await prometheus.stop();
  });

  const conditions: Condition[] = ['down', 'slow', 'answering NaN'];

  test.each(conditions)('%s the issue says "unknown" and the verification "not available"', async (condition) => {
    prometheus.condition = condition;
    const alert = firing({
      labels: { slo: 'availability' },
      annotations: { lambda_function: 'slow-job', lambda_parameters: '{"durationMs":0}' },
    });
    await field.post([alert]);
    const { description } = await eventually(() => field.issue(alert), { within: 15_000 });
    expect(description).toContain('- **Target**: unknown');
    expect(description).toContain('- **Current**: unknown');
    expect(description).toContain('- **Violation severity**: unknown');

    await field.reaches(alert, 'escalated', 30_000);
    await eventually(() => field.headings(alert).includes('Remediation Not Verified'), { within: 15_000 });
    const result = field.comments(alert).find((body) => body.startsWith('## Remediation Not Verified'));
    expect(result).toContain('not available');
    expect(result).not.toMatch(/\d+% \(/);
    expect(field.headings(alert)).not.toContain('Remediation Verified');
  });
});
