import type { IncomingMessage, ServerResponse } from 'node:http';
import { AlertmanagerUnavailable, createAlertmanager } from '../../../activities/alertmanager/client';
import type { Listening } from '../listen';
import { listen } from '../listen';

type Answer = (response: ServerResponse) => void;

let server: Listening;
let answer: Answer;
let requests: IncomingMessage[];

beforeEach(async () => {
  requests = [];
  server = await listen((request, response) => {
    requests.push(request);
    answer(response);
  });
});
afterEach(() => server.close());

const text =
  (body: string, status = 200, type = 'application/json'): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': type }).end(body);
const json = (body: unknown): Answer => text(JSON.stringify(body));

const alert = {
  labels: { alertname: 'A' },
  annotations: {},
  startsAt: '2026-01-05T10:00:00.5+01:00',
  endsAt: '2026-01-05T09:05:00Z',
  updatedAt: '2026-01-05T09:00:00Z',
  fingerprint: 'whatever the sender says',
  receivers: [{ name: 'agent' }],
  status: { state: 'active', silencedBy: [], inhibitedBy: [] },
};
const silence = {
  id: 's1',
  createdBy: 'anna',
  comment: '',
  startsAt: '2026-01-05T09:00:00Z',
  endsAt: '2026-01-05T10:00:00Z',
  updatedAt: '2026-01-05T09:00:00Z',
  status: { state: 'active' },
  matchers: [{ name: 'alertname', value: 'A', isRegex: false, isEqual: true }],
};

describe('an answer of Alertmanager', () => {
  const client = () => createAlertmanager({ url: server.url });

  it('may come from under a path, with credentials, which go into a header', async () => {
    answer = json([]);
    const address = new URL(`${server.url}/alertmanager/`);
    address.username = 'us%C3%A9r';
    address.password = 'p%40ss';
    expect(await createAlertmanager({ url: address.href }).alerts()).toEqual([]);
    expect(requests[0]!.url).toBe('/alertmanager/api/v2/alerts');
    expect(requests[0]!.headers.authorization).toBe(`Basic ${Buffer.from('usér:p@ss').toString('base64')}`);
  });

  it('gives times in UTC and the fingerprint of the labels, not the one that was sent', async () => {
    answer = json([alert]);
    expect(await client().alerts()).toMatchObject([
      { startsAt: '2026-01-05T09:00:00.500Z', fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
    ]);
  });

  it('counts an alert that is silenced and inhibited as silenced', async () => {
    answer = json([{ ...alert, status: { state: 'suppressed', silencedBy: ['s1', 's2'], inhibitedBy: ['x'] } }]);
    expect(await client().alerts()).toMatchObject([{ state: 'silenced', by: ['silence s1', 'silence s2'] }]);
  });

  it('of a version without negative matchers is understood', async () => {
    answer = json([{ ...silence, matchers: [{ name: 'alertname', value: 'A', isRegex: false }] }]);
    const [found] = await client().silences();
    expect(found!.covers({ alertname: 'A' })).toBe(true);
  });

  it('with an expression that nobody understands covers nothing, negative or not', async () => {
    for (const isEqual of [true, false]) {
      answer = json([{ ...silence, matchers: [{ name: 'alertname', value: '(', isRegex: true, isEqual }] }]);
      const [found] = await client().silences();
      expect(found!.covers({ alertname: 'A' })).toBe(false);
    }
  });
});

describe('Alertmanager counts as unavailable', () => {
  const failureOf = async (url = server.url, timeoutMs?: number): Promise<string> => {
    const client = createAlertmanager({ url, timeoutMs });
    const failures = await Promise.all(
      [client.alerts(), client.silences()].map((asked) => asked.then(() => undefined).catch((error: unknown) => error)),
    );
    for (const failure of failures) expect(failure).toBeInstanceOf(AlertmanagerUnavailable);
    const { message } = failures[0] as Error;
    expect(message).toContain(`Alertmanager at ${new URL(url).host} `);
    expect(message).toContain('Check ALERTMANAGER_URL and that it is up.');
    return message;
  };

  it.each<[string, Answer]>([
    ['a page for people', text('<!doctype html><title>Sign in</title>', 200, 'text/html')],
    ['nothing', text('')],
    ['half a document', text('[{"labels": {')],
    ['an object', json({ status: 'success', data: [] })],
    ['null', json(null)],
    ['a list of other things', json([1, 'x', null])],
    ['alerts and silences without their fields', json([{ labels: {} }])],
    ['times that are none', json([{ ...alert, ...silence, startsAt: 'yesterday' }])],
    ['labels that are no text', json([{ ...alert, labels: { alertname: 3 }, id: 7 }])],
  ])('where it answers with %s', async (_, given) => {
    answer = given;
    expect(await failureOf()).toContain('in an unknown shape');
  });

  it.each([401, 404, 500, 503])('where it answers with status %d', async (status) => {
    answer = text('{"code": 1, "message": "no"}', status);
    expect(await failureOf()).toContain(`answered ${status}`);
  });

  it('where it sends elsewhere', async () => {
    answer = (response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
    expect(await failureOf()).toContain('cannot be reached');
    expect(requests.map(({ url }) => url).sort()).toEqual(['/api/v2/alerts', '/api/v2/silences']);
  });

  it('where it does not answer in time', async () => {
    answer = () => undefined;
    expect(await failureOf(server.url, 100)).toContain('did not answer within 100 ms');
  });

  it('where its answer does not end in time', async () => {
    answer = (response) => response.writeHead(200).write('[');
    expect(await failureOf(server.url, 200)).toContain('did not answer within 200 ms');
  });

  it('where its answer breaks off', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('[');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await failureOf()).toContain('cannot be reached');
  });

  it('where nothing listens, and never says the password', async () => {
    const { host } = new URL(server.url);
    await server.close();
    const message = await failureOf(`http://user:secret@${host}`);
    expect(message).toContain('cannot be reached');
    expect(message).not.toContain('secret');
  });
});
