import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createPrometheus } from '../../../activities/prometheus/client';
import { PrometheusRefused, PrometheusUnavailable } from '../../../activities/prometheus/errors';
import type { Listening } from '../listen';
import { listen } from '../listen';

type Answer = (response: ServerResponse) => void;

let server: Listening;
let answer: Answer;
let requests: { method?: string; url?: string; body: string; authorization?: string }[];

beforeEach(async () => {
  requests = [];
  server = await listen((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      requests.push({ method: request.method, url: request.url, body, authorization: request.headers.authorization });
      answer(response);
    });
  });
});
afterEach(() => server.close());

const json =
  (body: unknown, status = 200): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const vector = (...result: unknown[]): Answer => json({ status: 'success', data: { resultType: 'vector', result } });
const ask = (timeoutMs?: number) => createPrometheus({ url: server.url, timeoutMs }).query('up');

describe('an instant query', () => {
  it('is posted, so that no expression is too long for an address', async () => {
    answer = vector();
    await createPrometheus({ url: `${server.url}/prefix/` }).query('up{a="b&c"}');
    expect(requests).toEqual([{ method: 'GET', url: '/prefix/api/v1/query?query=up%7Ba%3D%22b%26c%22%7D', body: '' }]);
  });

  it('answers labels and numbers, NaN and infinity included', async () => {
    answer = vector(
      { metric: { a: 'b' }, value: [1, '0.5'] },
      { metric: {}, value: [1, 'NaN'] },
      { metric: {}, value: [1, '+Inf'] },
      { metric: {}, value: [1, '-Inf'] },
      { metric: { h: '1' }, histogram: [1, { count: '3' }] },
    );
    expect(await ask()).toEqual([
      { labels: { a: 'b' }, value: 0.5 },
      { labels: {}, value: NaN },
      { labels: {}, value: Infinity },
      { labels: {}, value: -Infinity },
      { labels: { h: '1' }, value: NaN },
    ]);
  });

  it('takes a scalar for one series without labels', async () => {
    answer = json({ status: 'success', data: { resultType: 'scalar', result: [1, '7'] } });
    expect(await ask()).toEqual([{ labels: {}, value: 7 }]);
  });

  it('sends the credentials of the address as a header and shows them nowhere', async () => {
    answer = json({}, 503);
    const url = server.url.replace('http://', 'http://us%40er:pass@');
    const failure = await createPrometheus({ url }).query('up').catch(String);
    expect(requests[0]?.authorization).toBe(`Basic ${Buffer.from('us@er:pass').toString('base64')}`);
    expect(failure).toContain('answered with status 503');
    expect(failure).not.toContain('pass');
  });
});

describe('alerting rules', () => {
  const rule = (name: string, more = {}) => ({
    type: 'alerting',
    name,
    query: 'a > 1',
    labels: { severity: 'warning' },
    health: 'ok',
    lastEvaluation: '2026-11-21T04:19:43.256Z',
    alerts: [{ labels: { alertname: name, pod: 'x' }, state: 'firing', activeAt: '', value: '3' }],
    ...more,
  });

  it('are those of the name, also from a Prometheus that answers all', async () => {
    const recording = { type: 'recording', name: 'A', query: 'sum(a)' };
    answer = json({ status: 'success', data: { groups: [{ rules: [rule('A'), recording] }, { rules: [rule('B')] }] } });
    const rules = await createPrometheus({ url: server.url }).alertingRules('A');
    expect(rules).toMatchObject([{ name: 'A', query: 'a > 1', labels: { severity: 'warning' } }]);
    expect(requests[0]?.url).toBe('/api/v1/rules?type=alert&rule_name%5B%5D=A');
  });
});

describe('a Prometheus that can’t be asked', () => {
  it.each<[string, Answer, RegExp]>([
    ['fails', json({}, 500), /answered with status 500/],
    ['refuses access', json({}, 403), /answered with status 403/],
    ['is something else', (response) => response.end('<html>'), /no Prometheus answer/],
    ['answers another shape', json({ status: 'success', data: { resultType: 'matrix', result: [] } }), /no Prometheus/],
    [
      'redirects',
      (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /cannot be reached/,
    ],
    ['hangs up', (response) => response.destroy(), /cannot be reached/],
  ])('because it %s is unavailable, and the error names PROMETHEUS_URL', async (_, behave, message) => {
    answer = behave;
    const failure: unknown = await ask().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PrometheusUnavailable);
    expect(String(failure)).toMatch(message);
    expect(String(failure)).toContain('PROMETHEUS_URL');
  });

  it('because it is slow is unavailable after the time-out', async () => {
    answer = () => {};
    await expect(ask(50)).rejects.toThrow(/did not answer within 50 ms/);
  });

  it('because nothing listens is unavailable with the reason', async () => {
    await server.close();
    await expect(ask()).rejects.toThrow(/ECONNREFUSED/);
  });
});

it('a wrong query is refused with what Prometheus says', async () => {
  answer = json({ status: 'error', errorType: 'bad_data', error: 'parse error' }, 400);
  const failure: unknown = await ask().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PrometheusRefused);
  expect(String(failure)).toContain('parse error');
});

it('an answer of more than 16 MiB is not read to its end', async () => {
  let sent = 0;
  answer = (response) => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const write = (): void => {
      while (!response.destroyed && sent < 64 && response.write(chunk)) sent += 1;
    };
    response.on('drain', write);
    write();
  };
  await expect(ask()).rejects.toThrow(/over 16777216 bytes/);
  expect(sent).toBeLessThan(64);
});

it('a query that the caller gives up ends with the caller’s reason', async () => {
  answer = () => {};
  const givenUp = new AbortController();
  const query = createPrometheus({ url: server.url }).query('up', givenUp.signal);
  givenUp.abort(new Error('taken over'));
  await expect(query).rejects.toThrow('taken over');
});
