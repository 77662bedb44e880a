import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type FakeIngress, startFakeIngress } from './fake-ingress';

const firing = readFileSync(path.join(__dirname, '../fixtures/alertmanager/firing.json'), 'utf8');
const alertmanager = '/webhooks/alertmanager';

let ingress: FakeIngress;
beforeEach(async () => {
  ingress = await startFakeIngress();
});
afterEach(() => ingress.close());

describe('a body of Alertmanager', () => {
  it('is refused above 32 MiB with 413, which also makes the reconcilers look', async () => {
    const response = await ingress.post(alertmanager, Buffer.alloc(33 * 1024 * 1024, ' '));
    expect(response.status).toBe(413);
    expect(ingress.gateway.triggers).toBe(1);
    expect(await ingress.deps.metrics.registry.metrics()).toContain(
      'agent_sre_ingress_oversized_total{source="alertmanager"} 1',
    );
  });

  it('is measured after inflating', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, ' '));
    expect((await ingress.post(alertmanager, bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  it('may come compressed', async () => {
    const response = await ingress.post(alertmanager, gzipSync(firing), { 'content-encoding': 'gzip' });
    expect(response.status).toBe(202);
  });

  it.each([
    ['no JSON', '{"alerts":', 400],
    ['nested 33 deep', '['.repeat(33) + ']'.repeat(33), 400],
    ['nested 10,000 deep', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), 400],
    ['no valid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 400],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(firing)]), 400],
    ['valid JSON of another kind', '[1]', 422],
  ])('that is %s is refused', async (_, body, status) => {
    const response = await ingress.post(alertmanager, body);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each([
    ['content-type', 'text/plain'],
    ['content-type', 'application/json; charset=utf-16'],
    ['content-encoding', 'br'],
  ])('with %s %s is refused with 415', async (name, value) => {
    expect((await ingress.post(alertmanager, firing, { [name]: value })).status).toBe(415);
  });

  it('that breaks its own encoding is refused with 400', async () => {
    expect((await ingress.post(alertmanager, 'not gzip', { 'content-encoding': 'gzip' })).status).toBe(400);
  });
});
