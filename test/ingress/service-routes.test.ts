import { connectLazily } from '../../gateway/connection';
import { createReadiness } from '../../gateway/readiness';
import { createReconcilerTrigger } from '../../ingress/reconcile';
import { type FakeIngress, startFakeIngress } from './fake-ingress';

let ingress: FakeIngress;
afterEach(() => ingress?.close());

describe('the ingress', () => {
  it('is alive whatever else is not', async () => {
    ingress = await startFakeIngress({}, { readiness: async () => ['Temporal is away.'] });
    expect((await fetch(`${ingress.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${ingress.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', reasons: ['Temporal is away.'] }]);
  });

  it('is ready where nothing speaks against it', async () => {
    ingress = await startFakeIngress();
    expect((await fetch(`${ingress.url}/readyz`)).status).toBe(200);
  });

  it('measures requests by route, and never by address', async () => {
    ingress = await startFakeIngress();
    await ingress.post('/callbacks/some-token', '{}');
    await ingress.post('/some/address', '{}');
    const metrics = await (await fetch(`${ingress.url}/metrics`)).text();
    expect(metrics).toContain(
      'agent_sre_ingress_request_duration_seconds_count{route="/callbacks/:token",method="POST",status="404"} 1',
    );
    expect(metrics).toContain(
      'agent_sre_ingress_request_duration_seconds_count{route="none",method="other",status="404"} 1',
    );
    expect(metrics).not.toMatch(/some-token|some\/address/);
  });

  it.each([
    ['GET', '/webhooks/alertmanager', 'POST'],
    ['DELETE', '/events', 'POST, OPTIONS'],
    ['POST', '/readyz', 'GET'],
  ])('answers %s %s with the methods that there are', async (method, path, allow) => {
    ingress = await startFakeIngress();
    const response = await fetch(ingress.url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe('readiness', () => {
  it('says that Temporal does not answer, soon, and never rejects', async () => {
    const connection = connectLazily({ address: '127.0.0.1:1' });
    const readiness = createReadiness(connection, 'default');
    expect(await readiness.mistakes()).toEqual([expect.stringContaining('Temporal at 127.0.0.1:1 does not answer')]);
    readiness.drain();
    expect(await readiness.mistakes()).toEqual(['The process is shutting down.']);
    await connection.close();
  });
});

describe('the reconcilers', () => {
  it('are triggered at most once per second, and a failure is only logged', async () => {
    ingress = await startFakeIngress();
    let time = 0;
    const trigger = createReconcilerTrigger({ ...ingress.deps, clock: () => new Date(time) });
    trigger();
    trigger();
    expect(ingress.gateway.triggers).toBe(1);
    time = 1_000;
    ingress.gateway.triggerReconcilers = () => Promise.reject(new Error('away'));
    trigger();
    await new Promise((resolve) => setImmediate(resolve));
    expect(ingress.logged.map(({ message }) => message)).toEqual(['reconcilers not triggered']);
  });
});
