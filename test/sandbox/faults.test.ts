import { LinearClient } from '@linear/sdk';
import fc from 'fast-check';
import { FaultBook } from '../../sandbox/faults/fault-book';
import { defaultApiKey } from '../../sandbox/linear/auth';
import { startLinear, type LinearStandIn } from '../../sandbox/linear/server';

describe('fault rules', () => {
  it('act only on what they match, after the given number, as often as they say', () => {
    const faults = new FaultBook();
    faults.add({ match: { operation: 'commentCreate' }, after: 1, times: 2, action: { status: 500 } });
    const comment = { path: '/graphql', operations: ['issueUpdate', 'commentCreate'] };
    expect(faults.take({ path: '/graphql', operations: ['issueCreate'] })).toBeUndefined();
    expect([1, 2, 3, 4].map(() => faults.take(comment)?.status)).toEqual([undefined, 500, 500, undefined]);
    expect(faults.active()).toEqual([]);
  });

  it('never touch pages, whatever they match', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const faults = new FaultBook();
        faults.add({ match: { path: '*' }, action: { drop: true } });
        return faults.take({ path, operations: [] }) === undefined;
      }),
    );
  });

  it.each([[{}], [{ status: 200 }], [{ status: 500, drop: true }], [{ delay: 5 }], [{ body: 'upside-down' }]])(
    'refuse the action %j',
    (action) => {
      expect(() => new FaultBook().add({ action: action as never })).toThrow();
    },
  );
});

describe('a stand-in with a fault', () => {
  let linear: LinearStandIn;
  let client: LinearClient;

  beforeEach(async () => {
    linear = await startLinear();
    client = new LinearClient({ apiKey: defaultApiKey, apiUrl: linear.apiUrl });
  });
  afterEach(() => linear.close());

  const create = async (): Promise<unknown> =>
    client.createIssue({ teamId: linear.workspace.teams[0]!.id, title: 'CPU' });
  const order = async (rule: object): Promise<Response> =>
    fetch(`${linear.url}/_faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rule),
    });

  it('is told over HTTP, and says what is wrong with a rule', async () => {
    expect((await order({ match: { operation: 'issueCreate' }, times: 1, action: { status: 503 } })).status).toBe(201);
    await expect(create()).rejects.toMatchObject({ status: 503 });
    await expect(create()).resolves.toMatchObject({ success: true });
    const wrong = await order({ action: { status: 503, drop: true } });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Give one of')]);
  });

  it('loses the request before it has an effect', async () => {
    linear.faults.add({ times: 1, action: { drop: true } });
    await expect(create()).rejects.toThrow();
    expect(linear.workspace.issues).toHaveLength(0);
  });

  it.each([['dropAfter', true] as const, ['body', 'half'] as const, ['body', 'broken'] as const])(
    'applies the effect and spoils the answer: %s %s',
    async (name, value) => {
      linear.faults.add({ times: 1, action: { [name]: value } });
      await expect(create()).rejects.toThrow();
      expect(linear.workspace.issues).toHaveLength(1);
      const results = linear.ledger.entries('issueCreate').map(({ result }) => result);
      expect(results).toEqual(['fault', 'applied']);
    },
  );

  it('answers too many requests as Linear does, until the reset that it names', async () => {
    linear.faults.add({ times: 1, action: { rateLimit: 5 } });
    const before = Date.now();
    const error = await create().catch(
      (reason: unknown) => reason as { type: string; status: number; raw: { response: { headers: Headers } } },
    );
    expect(error).toMatchObject({ type: 'Ratelimited', status: 400 });
    const reset = Number(
      (error as { raw: { response: { headers: Headers } } }).raw.response.headers.get('x-ratelimit-requests-reset'),
    );
    expect(reset).toBeGreaterThanOrEqual(before + 5000);
  });

  it('takes its time', async () => {
    linear.faults.add({ times: 1, action: { delayMs: 120 } });
    const before = performance.now();
    await create();
    expect(performance.now() - before).toBeGreaterThan(110);
  });

  it('shows its ledger over HTTP', async () => {
    await create();
    const { entries } = (await (await fetch(`${linear.url}/_ledger`)).json()) as { entries: object[] };
    expect(entries).toMatchObject([
      { sequence: 1, operation: 'issueCreate', result: 'applied', keys: { identifier: 'SRE-1' } },
    ]);
  });
});
