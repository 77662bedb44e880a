import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { auditSink, createLinearClient, createMailTransport, createSlackClient } from '../../worker/clients';
import { listen, type Listening } from '../activities/listen';

interface Request {
  url?: string;
  authorization?: string;
  body: string;
}

let server: Listening;
let requests: Request[];
let answers: { status: number; headers?: Record<string, string>; body: unknown }[];

beforeEach(async () => {
  [requests, answers] = [[], []];
  server = await listen((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      requests.push({ url: request.url, authorization: request.headers.authorization, body });
      const { status, headers, body: answer } = answers.shift() ?? { status: 500, body: {} };
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer));
    });
  });
});
afterEach(() => server.close());

describe('the client of Slack', () => {
  const post = async (apiUrl: string) => {
    const slack = await createSlackClient({ token: 'xoxb-1', apiUrl, channel: 'C1' });
    return slack.chat.postMessage({ channel: 'C1', text: 'hello' });
  };

  it.each(['/api', '/api/'])('asks the configured address, written %s', async (path) => {
    answers = [{ status: 200, body: { ok: true, ts: '1' } }];
    expect((await post(server.url + path)).ts).toBe('1');
    expect(requests).toMatchObject([{ url: '/api/chat.postMessage', authorization: 'Bearer xoxb-1' }]);
  });

  it('asks once and says so at once where Slack fails or limits it, because Temporal repeats', async () => {
    answers = [{ status: 503, body: {} }];
    await expect(post(server.url)).rejects.toThrow();
    answers = [{ status: 429, headers: { 'retry-after': '30' }, body: {} }];
    await expect(post(server.url)).rejects.toMatchObject({ retryAfter: 30 });
    expect(requests).toHaveLength(2);
  });
});

describe('the client of Linear', () => {
  it('asks the configured address with the key', async () => {
    answers = [{ status: 200, body: { data: { viewer: { id: 'u1' } } } }];
    const linear = createLinearClient({
      apiKey: 'lin_1',
      apiUrl: `${server.url}/graphql`,
      teamKey: 'SRE',
      maxPerSecond: 50,
    });
    const { data } = await linear.client.rawRequest<{ viewer: { id: string } }, Record<string, unknown>>(
      '{ viewer { id } }',
    );
    expect(data?.viewer.id).toBe('u1');
    expect(requests).toMatchObject([{ url: '/graphql', authorization: 'lin_1' }]);
  });
});

describe('the mail transport', () => {
  it('goes to the configured server and does not wait for ever', async () => {
    const transport = await createMailTransport({ url: 'smtp://mail.example:2525', from: 'sre@example.com' });
    expect(transport.options).toMatchObject({ host: 'mail.example', port: 2525, connectionTimeout: 10_000 });
    transport.close();
  });
});

describe('the sink of the audit log', () => {
  it('appends every line to its file, which keeps what it held', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'agent-sre-audit-'));
    const file = join(folder, 'audit.log');
    auditSink(file)('one\n');
    const write = auditSink(file);
    write('two\n');
    write('three\n');
    expect(await readFile(file, 'utf8')).toBe('one\ntwo\nthree\n');
    await rm(folder, { recursive: true });
  });

  it('is standard output without a file', () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    auditSink(undefined)('one\n');
    expect(write).toHaveBeenCalledWith('one\n');
    write.mockRestore();
  });
});
