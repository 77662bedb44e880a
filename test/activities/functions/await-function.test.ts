import { CancelledFailure } from '@temporalio/common';
import { FunctionFixture } from './fixture';

let fixture: FunctionFixture;
beforeEach(async () => {
  fixture = await FunctionFixture.start();
});
afterEach(() => fixture.server.close());

/** Answers one after the other; the last one again and again. */
function answers(...list: [status: number, body: unknown, headers?: Record<string, string>][]): void {
  let next = 0;
  fixture.behave = (response) => {
    const [status, body, headers] = list[Math.min(next, list.length - 1)]!;
    next += 1;
    response.writeHead(status, { 'retry-after': '0', ...headers }).end(JSON.stringify(body));
  };
}

it('asks until the function says that it succeeded', async () => {
  answers([200, { status: 'running' }], [202, {}], [200, { status: 'succeeded', message: 'Scaled.' }]);
  expect(await fixture.await()).toEqual({ kind: 'succeeded', message: 'Scaled.' });
  expect(fixture.received.map(({ method, url }) => `${method} ${url}`)).toEqual(Array(3).fill('GET /runs/7'));
});

it('hears that the function failed', async () => {
  answers([200, { status: 'failed' }]);
  expect(await fixture.await()).toEqual({ kind: 'failed', message: 'The function scale-pod said that it failed.' });
});

it('waits as long as it was told to before it asks', async () => {
  answers([200, { status: 'succeeded' }]);
  const asked = Date.now();
  await fixture.await({ pollAfterMs: 400 });
  expect(Date.now() - asked).toBeGreaterThanOrEqual(390);
});

it('bears trouble on the way', async () => {
  answers([503, {}], [429, {}], [200, { status: 'succeeded', message: 'Scaled.' }]);
  expect(await fixture.await()).toEqual({ kind: 'succeeded', message: 'Scaled.' });
});

it('does not know the end where the time is up, and says what it heard last', async () => {
  answers([503, {}]);
  const result = await fixture.await({ deadline: new Date(Date.now() + 600).toISOString() });
  expect(result).toEqual({
    kind: 'unknown',
    message: 'The end of scale-pod was not learnt before its time was up: its status address answered 503.',
  });
});

it('does not know the end where nobody can be asked before the time is up', async () => {
  await fixture.server.close();
  const result = await fixture.await({ deadline: new Date(Date.now() + 500).toISOString() });
  expect(result).toMatchObject({ kind: 'unknown', message: expect.stringContaining('could not be reached') });
});

it.each<[string, number, unknown]>([
  ['404', 404, { message: 'no such run' }],
  ['410', 410, ''],
  ['a redirect', 302, ''],
  ['200 without a status', 200, 'ok'],
  ['200 with another status', 200, { status: 'paused' }],
])('does not know the end where the status address answers %s', async (_, status, body) => {
  answers([status, body, { location: '/elsewhere' }]);
  expect(await fixture.await()).toMatchObject({ kind: 'unknown', message: expect.stringContaining('status address') });
  expect(fixture.received).toHaveLength(1);
});

it.each(['http://169.254.169.254/', 'https://127.0.0.1/runs/7', 'nonsense://x'])('never asks %s', async (statusUrl) => {
  expect(await fixture.await({ statusUrl })).toMatchObject({ kind: 'unknown' });
  expect(fixture.received).toEqual([]);
});

it('ends with the cancellation of its activity', async () => {
  const environment = fixture.environment();
  fixture.behave = () => environment.cancel('CANCELLED');
  await expect(fixture.await({}, environment)).rejects.toThrow(CancelledFailure);
});
