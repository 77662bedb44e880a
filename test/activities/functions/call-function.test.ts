import { createHash } from 'node:crypto';
import { context, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CancelledFailure } from '@temporalio/common';
import { FunctionFixture } from './fixture';

let fixture: FunctionFixture;
beforeEach(async () => {
  fixture = await FunctionFixture.start();
});
afterEach(() => fixture.server.close());

const publicUrl = 'https://sre.example.org/base/';
const token = `ccf40201d09f839c.${'-_v7'.repeat(10)}-_s`;

describe('a call', () => {
  it('posts the parameters as JSON under its idempotency key', async () => {
    fixture.answer(200, { status: 'succeeded', message: 'Scaled app-xyz from 2 to 3 replicas.' });
    expect(await fixture.call()).toEqual({ kind: 'succeeded', message: 'Scaled app-xyz from 2 to 3 replicas.' });
    const [{ method, url, headers, body }] = fixture.received as [(typeof fixture.received)[0]];
    expect([method, url, headers['content-type']]).toEqual(['POST', '/scale-pod/', 'application/json']);
    expect(headers['idempotency-key']).toBe('incident/ccf40201d09f839c/1/execute/1');
    expect(JSON.parse(body)).toEqual({ deployment: 'app-xyz', replicas: 3 });
    expect(headers['agent-sre-callback']).toBeUndefined();
  });

  it('carries the active trace to the function', async () => {
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
    await context.with(trace.setSpanContext(context.active(), span), () => fixture.call());
    propagation.disable();
    context.disable();
    expect(fixture.received[0]?.headers.traceparent).toBe(`00-${span.traceId}-${span.spanId}-01`);
  });

  it('offers a callback that leads to the incident, and keeps only the hash of its token', async () => {
    fixture.behave = (response) => {
      fixture.heartbeats.push('request arrived');
      response.writeHead(202).end();
    };
    const result = await fixture.call({}, { publicUrl });
    const callbackHash = createHash('sha256').update(token).digest('hex');
    expect(fixture.received[0]?.headers['agent-sre-callback']).toBe(`https://sre.example.org/base/callbacks/${token}`);
    expect(result).toEqual({ kind: 'accepted', statusUrl: null, callbackHash, pollAfterMs: 2_000 });
    expect(fixture.heartbeats.slice(0, 2)).toEqual([{ callbackHash }, 'request arrived']);
    expect(JSON.stringify([result, fixture.heartbeats])).not.toContain(token);
  });

  it.each(['Scale', '../admin', 'a.b', 'http://evil', '', 'a'.repeat(64), '-a', 'a/b', 'a@b', 'a\n'])(
    'of a function named %j is refused without a request',
    async (name) => {
      expect(await fixture.call({ function: name })).toMatchObject({ kind: 'refused' });
      expect(fixture.received).toEqual([]);
    },
  );

  it('goes to every place of the template that names the function', async () => {
    await fixture.call({}, { urlTemplate: `${fixture.server.url}/{function}/v1/{function}` });
    expect(fixture.received[0]?.url).toBe('/scale-pod/v1/scale-pod');
  });

  it('whose time is up already is not sent', async () => {
    expect(await fixture.call({ timeoutMs: 0 })).toMatchObject({ kind: 'unavailable', sent: false });
    expect(fixture.received).toEqual([]);
  });

  it('ends with the cancellation of its activity', async () => {
    const environment = fixture.environment();
    let hungUp = false;
    fixture.behave = (response) => {
      response.on('close', () => (hungUp = true));
      environment.cancel('CANCELLED');
    };
    await expect(fixture.call({}, {}, environment)).rejects.toThrow(CancelledFailure);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(hungUp).toBe(true);
  });

  it('heartbeats every second while it waits', async () => {
    fixture.behave = (response) => setTimeout(() => response.end(), 1_200);
    await fixture.call();
    expect(fixture.heartbeats).toEqual([{ callbackHash: null }, { callbackHash: null }]);
  });
});

describe('an answer', () => {
  it.each<[number, unknown, string]>([
    [200, 'done', 'done'],
    [201, { message: 'made' }, 'made'],
    [204, '', 'The function scale-pod answered 204.'],
    [200, ['no object'], '["no object"]'],
    [200, { message: 7 }, 'The function scale-pod answered 200.'],
    [200, 'two\n lines\u001b[31m\u202e', 'two lines [31m'],
    [200, 'x'.repeat(400), `${'x'.repeat(299)}…`],
  ])('of %i with the body %j is a success that says %j', async (status, body, message) => {
    fixture.answer(status, body);
    expect(await fixture.call()).toEqual({ kind: 'succeeded', message });
  });

  it('of more than 64 kB is cut', async () => {
    fixture.answer(200, `{"message": "${'x'.repeat(100_000)}"}`);
    expect(await fixture.call()).toMatchObject({
      kind: 'succeeded',
      message: expect.stringMatching(/^\{"message": "x+…$/),
    });
  });

  it.each<[string, number, unknown, RegExp]>([
    ['400', 400, { message: 'replicas is missing' }, /answered 400: replicas is missing/],
    ['404 without body', 404, '', /answered 404\.$/],
    ['200 with status failed', 200, { status: 'failed', message: 'quota exceeded' }, /^quota exceeded$/],
    ['200 with status running', 200, { status: 'running' }, /answers 202 with Location/],
    ['202 without Location where no callback could be offered', 202, '', /set PUBLIC_URL/],
  ])('of %s is final', async (_, status, body, message) => {
    fixture.answer(status, body);
    expect(await fixture.call()).toEqual({ kind: 'refused', message: expect.stringMatching(message) });
  });

  it.each([301, 302, 307, 308])('that redirects (%i) is refused and not followed', async (status) => {
    fixture.answer(status, '', { location: `${fixture.server.url}/elsewhere` });
    expect(await fixture.call()).toMatchObject({ kind: 'refused', message: expect.stringContaining('redirect') });
    expect(fixture.received).toHaveLength(1);
  });

  it.each([408, 429, 500, 502, 503])('of %i is worth another attempt', async (status) => {
    fixture.answer(status, { message: 'busy' }, { 'retry-after': '7' });
    const message = `The function scale-pod answered ${status}: busy`;
    expect(await fixture.call()).toEqual({ kind: 'unavailable', message, sent: true, retryAfterMs: 7_000 });
  });
});

describe('a long call', () => {
  it('is polled at its Location, after its Retry-After', async () => {
    fixture.answer(202, '', { location: '/runs/7?x=1', 'retry-after': '5' });
    const statusUrl = `${fixture.server.url}/runs/7?x=1`;
    expect(await fixture.call()).toEqual({ kind: 'accepted', statusUrl, callbackHash: null, pollAfterMs: 5_000 });
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    '//evil.example.org/runs/7',
    'https://127.0.0.1/runs/7',
    'http://user@127.0.0.1/runs/7',
    'file:///etc/passwd',
    'http://[',
  ])('whose Location is %s is refused', async (location) => {
    fixture.answer(202, '', { location });
    expect(await fixture.call()).toMatchObject({ kind: 'refused', message: expect.stringContaining('own origin') });
  });
});

describe('a function that can’t be reached', () => {
  it('because nothing listens got no request', async () => {
    await fixture.server.close();
    const result = await fixture.call();
    expect(result).toMatchObject({
      kind: 'unavailable',
      sent: false,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('because its name does not resolve got no request', async () => {
    const result = await fixture.call({}, { urlTemplate: 'http://{function}.invalid/' });
    expect(result).toMatchObject({ kind: 'unavailable', sent: false });
  });

  it('because it does not speak TLS got no request', async () => {
    const result = await fixture.call(
      {},
      { urlTemplate: `${fixture.server.url.replace('http:', 'https:')}/{function}` },
    );
    expect(result).toMatchObject({ kind: 'unavailable', sent: false });
  });

  it.each<[string, (fixture: FunctionFixture) => void]>([
    ['hangs up', (it) => (it.behave = (response) => void response.destroy())],
    ['never answers', (it) => (it.behave = () => {})],
    [
      'hangs up in its answer',
      (it) =>
        (it.behave = (response) =>
          void response.writeHead(200, { 'content-length': 9 }).write('x', () => response.destroy())),
    ],
  ])('because it %s may have got the request', async (_, misbehave) => {
    misbehave(fixture);
    const result = await fixture.call({ timeoutMs: 300 });
    expect(result).toMatchObject({ kind: 'unavailable', sent: true, retryAfterMs: null });
  });
});
