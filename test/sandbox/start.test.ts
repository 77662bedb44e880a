import { readArguments } from '../../sandbox/arguments';
import { sandboxEnvironment } from '../../sandbox/environment';
import { startLinear } from '../../sandbox/linear/server';
import { startSandbox } from '../../sandbox/start';

it('starts every stand-in on a free port, over one fleet, and ends them all', async () => {
  const sandbox = await startSandbox();
  const { linear, slack, smtp, fleet, functions, kubernetes, events } = sandbox;
  const standIns = [linear, slack, smtp, fleet, functions, kubernetes, events];
  const statuses = await Promise.all(standIns.map(async ({ url }) => (await fetch(`${url}/_ledger`)).status));
  expect(statuses).toEqual(standIns.map(() => 200));
  await fetch(functions.urlTemplate.replace('{function}', 'scale-pod'), {
    ...{ method: 'POST', body: JSON.stringify({ deployment: 'app', replicas: 3 }) },
  });
  const metrics = await (await fetch(fleet.metricsUrl)).text();
  expect(metrics).toContain('kube_deployment_spec_replicas{namespace="production",deployment="app"} 3');
  expect(sandboxEnvironment(sandbox, '/tmp/kubeconfig')).toMatchObject({
    LINEAR_API_URL: linear.apiUrl,
    KUBECONFIG: '/tmp/kubeconfig',
  });
  await sandbox.close();
  await expect(fetch(linear.url)).rejects.toThrow();
});

it('leaves nothing running where a port is taken', async () => {
  const other = await startLinear();
  const port = Number(new URL(other.url).port);
  await expect(startSandbox({ ports: { events: port } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await other.close();
});

it('changes the load over HTTP', async () => {
  const sandbox = await startSandbox();
  const change = (body: object): Promise<Response> =>
    fetch(`${sandbox.fleet.url}/fleet/production/app`, { method: 'POST', body: JSON.stringify(body) });
  expect(await (await change({ load: 190 })).json()).toMatchObject({ cpuPercent: 95, replicas: 2 });
  expect((await change({ load: 'much' })).status).toBe(422);
  await sandbox.close();
});

describe('the flags', () => {
  it('set ports and targets', () => {
    const { options } = readArguments([
      '--linear-port',
      '0',
      '--events-mode',
      'batched',
      '--events-sink',
      'http://127.0.0.1:1/',
    ]);
    expect(options.ports).toMatchObject({ linear: 0, slack: 4020 });
    expect(options.events).toEqual({ mode: 'batched', sink: { url: 'http://127.0.0.1:1/' } });
  });

  it.each([
    [['--linear-port', '70000'], '--linear-port must be a port'],
    [['--events-mode', 'carrier-pigeon'], '--events-mode must be'],
    [['--linear-webhook-url', 'http://127.0.0.1/'], 'must be given together'],
    [['--unknown'], "Unknown option '--unknown'"],
  ])('%j are refused with what to do', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
