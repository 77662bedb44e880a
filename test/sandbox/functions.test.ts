import { Fleet } from '../../sandbox/fleet/fleet';
import { startFunctions, type FunctionsStandIn } from '../../sandbox/functions/server';
import { startReceiver } from './receiver';

let fleet: Fleet;
let functions: FunctionsStandIn;

beforeEach(async () => {
  fleet = new Fleet({ readyAfterMs: 0 });
  functions = await startFunctions(fleet);
});
afterEach(() => functions.close());

const call = (name: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(functions.urlTemplate.replace('{function}', name), { method: 'POST', body: JSON.stringify(body), headers });

const scale = { namespace: 'production', pod: 'app-xyz', replicas: 3 };

it('scales the workload of a pod and says what it did', async () => {
  const answer = await call('scale-pod', scale, { traceparent: '00-1-2-01' });
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { status: 'succeeded', message: 'Scaled app from 2 to 3 replicas' },
  ]);
  expect(fleet.workload('production', 'app')!.pods).toHaveLength(3);
  expect(functions.ledger.entries()).toMatchObject([
    {
      operation: 'scale-pod',
      result: 'applied',
      detail: { body: scale, traceparent: '00-1-2-01', effect: { replicas: { from: 2, to: 3 } } },
    },
  ]);
});

it('has one effect per key: a repeat gets the first answer, another body is refused', async () => {
  const headers = { 'idempotency-key': 'incident/1/execute' };
  const first = await (await call('scale-pod', scale, headers)).json();
  fleet.scale(fleet.workload('production', 'app')!, 2);
  const repeat = await call('scale-pod', scale, headers);
  expect(await repeat.json()).toEqual(first);
  expect(repeat.headers.get('idempotency-replayed')).toBe('true');
  expect(fleet.workload('production', 'app')!.pods).toHaveLength(2);
  expect((await call('scale-pod', { ...scale, replicas: 9 }, headers)).status).toBe(422);
  const results = functions.ledger.entries().map(({ result, keys }) => [result, keys.idempotencyKey]);
  expect(results).toEqual(['applied', 'repeated', 'refused'].map((result) => [result, 'incident/1/execute']));
});

it.each([
  ['an unknown function', 'scale-moon', scale, 404],
  ['an unknown deployment', 'scale-pod', { deployment: 'moon', replicas: 1 }, 404],
  ['replicas that are no number', 'scale-pod', { pod: 'app-xyz', replicas: 'three' }, 400],
])('refuses %s', async (_what, name, body, status) => {
  const answer = await call(name, body);
  expect([answer.status, ((await answer.json()) as { status: string }).status]).toEqual([status, 'failed']);
  expect(fleet.workload('production', 'app')!.pods).toHaveLength(2);
});

it('restarts a pod, which keeps its name', async () => {
  await call('restart-pod', { namespace: 'production', pod: 'app-xyz' });
  expect(fleet.workload('production', 'app')!.pods[0]).toMatchObject({ name: 'app-xyz', restarts: 1 });
});

it('accepts a long job, is asked for its end, and tells its end to the callback', async () => {
  const receiver = await startReceiver();
  receiver.answers.push(500);
  const accepted = await call(
    'slow-job',
    { durationMs: 50 },
    { 'agent-sre-callback': `${receiver.url}callbacks/t0ken` },
  );
  expect([accepted.status, accepted.headers.get('retry-after')]).toEqual([202, '1']);
  const location = accepted.headers.get('location')!;
  expect(new URL(location).origin).toBe(functions.url);
  expect(await (await fetch(location)).json()).toMatchObject({ status: 'running' });
  await receiver.arrived(2);
  const ended = { status: 'succeeded', message: 'The job succeeded after 50 ms' };
  expect(JSON.parse(receiver.requests[1]!.body)).toEqual(ended);
  expect(await (await fetch(location)).json()).toEqual(ended);
  expect(JSON.stringify(functions.ledger.entries())).not.toContain('t0ken');
  await receiver.close();
});
