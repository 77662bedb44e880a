import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLinear, type LinearStandIn } from '../../../sandbox/linear/server';
import { linearActivities, opening } from './linear.fixture';

describe('against the stand-in', () => {
  let linear: LinearStandIn;
  beforeEach(async () => {
    linear = await startLinear();
  });
  afterEach(() => linear.close());

  test('a refused key is final, says what to do and does not show the key', async () => {
    const { open } = linearActivities(linear.apiUrl, { apiKey: 'lin_api_secretsecret' });
    const failure = await open(opening).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ type: 'linear-unauthorised', nonRetryable: true });
    expect((failure as Error).message).toContain('Check LINEAR_API_KEY');
    expect(JSON.stringify([failure, (failure as Error).message, (failure as Error).cause])).not.toContain(
      'secretsecret',
    );
  });

  test('an unknown team is final and names the setting', async () => {
    const { open } = linearActivities(linear.apiUrl, { teamKey: 'NONE' });
    await expect(open(opening)).rejects.toMatchObject({
      type: 'linear-misconfigured',
      nonRetryable: true,
      message: expect.stringContaining('LINEAR_TEAM_KEY') as string,
    });
  });

  test('a team without the state that is needed is final', async () => {
    linear.workspace.workflowStates.splice(
      0,
      Infinity,
      ...linear.workspace.workflowStates.filter(({ type }) => type !== 'unstarted'),
    );
    const { open } = linearActivities(linear.apiUrl);
    await expect(open(opening)).rejects.toMatchObject({
      type: 'linear-misconfigured',
      message: expect.stringContaining('"unstarted"') as string,
    });
  });

  test('no request is sent before the reset once the rate limit is used up', async () => {
    let now = Date.now();
    const { open, requests } = linearActivities(linear.apiUrl, { clock: () => now });
    linear.faults.add({ times: 1, action: { rateLimit: 3_600 } });
    await expect(open(opening)).rejects.toMatchObject({
      type: 'linear-rate-limited',
      nonRetryable: false,
      nextRetryDelay: 300_000,
    });
    requests.mockClear();
    await expect(open(opening)).rejects.toMatchObject({ type: 'linear-rate-limited' });
    expect(requests).not.toHaveBeenCalled();
    now += 3_700_000;
    expect((await open(opening)).identifier).toBe('SRE-1');
  });

  test.each([
    { status: 500 },
    { status: 502 },
    { drop: true as const },
    { body: 'broken' as const },
    { body: 'half' as const },
  ])('%j is tried again', async (action) => {
    linear.faults.add({ match: { operation: 'issueCreate' }, times: 1, action });
    const { open } = linearActivities(linear.apiUrl);
    await expect(open(opening)).rejects.toMatchObject({ type: 'linear-unavailable', nonRetryable: false });
    expect((await open(opening, 2)).identifier).toBe('SRE-1');
    expect(linear.workspace.issues).toHaveLength(1);
  });
});

describe('by the answer alone', () => {
  let server: Server;
  let answer: { status: number; headers: Record<string, string>; body: unknown };
  beforeEach(async () => {
    server = createServer((_request, response) => {
      response
        .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
        .end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const failing = async (given: Partial<typeof answer>, clock = Date.now): Promise<unknown> => {
    answer = { status: 400, headers: {}, body: {}, ...given };
    const { open } = linearActivities(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, { clock });
    return open(opening).catch((error: unknown) => error);
  };
  const errorBody = (extensions: object): object => ({ errors: [{ message: 'No.', extensions }] });

  test('RATELIMITED waits for the reset that the header names, in epoch milliseconds', async () => {
    const headers = {
      'x-ratelimit-requests-limit': '5000',
      'x-ratelimit-requests-remaining': '0',
      'x-ratelimit-requests-reset': '1100000',
    };
    expect(await failing({ headers, body: errorBody({ code: 'RATELIMITED' }) }, () => 1_070_000)).toMatchObject({
      type: 'linear-rate-limited',
      nextRetryDelay: 30_000,
    });
  });

  test('the reset of the budget that is used up counts', async () => {
    const headers = {
      'x-ratelimit-requests-remaining': '4000',
      'x-ratelimit-requests-reset': '2000000',
      'x-ratelimit-complexity-remaining': '0',
      'x-ratelimit-complexity-reset': '1010000',
    };
    expect(await failing({ headers, body: errorBody({ code: 'RATELIMITED' }) }, () => 1_000_000)).toMatchObject({
      nextRetryDelay: 10_000,
    });
  });

  test('429 waits for Retry-After', async () => {
    expect(await failing({ status: 429, headers: { 'retry-after': '7' } }, () => 1_000)).toMatchObject({
      type: 'linear-rate-limited',
      nextRetryDelay: 7_000,
    });
  });

  test.each([
    [401, {}, 'linear-unauthorised', true],
    [403, {}, 'linear-unauthorised', true],
    [400, errorBody({ code: 'AUTHENTICATION_ERROR' }), 'linear-unauthorised', true],
    [200, errorBody({ type: 'forbidden' }), 'linear-unauthorised', true],
    [400, errorBody({ code: 'INPUT_ERROR', type: 'invalid input' }), 'linear-rejected', true],
    [400, errorBody({ code: 'GRAPHQL_VALIDATION_FAILED' }), 'linear-rejected', true],
    [200, errorBody({ code: 'INTERNAL_SERVER_ERROR' }), 'linear-unavailable', false],
    [200, errorBody({ type: 'lock timeout' }), 'linear-unavailable', false],
    [404, {}, 'linear-unavailable', false],
    [200, { data: { teams: 7 } }, 'linear-unavailable', false],
  ])('status %d with %j is %s', async (status, body, type, nonRetryable) => {
    expect(await failing({ status, body })).toMatchObject({ type, nonRetryable });
  });

  test("keeps Linear's request id for its support", async () => {
    const headers = { 'x-request-id': 'request-7' };
    expect(await failing({ headers, body: errorBody({ code: 'INPUT_ERROR' }) })).toMatchObject({
      details: [{ requestId: 'request-7' }],
    });
  });
});
