import { createHash, createHmac, randomBytes } from 'node:crypto';
import { TemporalUnavailableError } from '../../gateway/gateway';
import { type FakeIngress, now, startFakeIngress } from './fake-ingress';

const secret = 'signing-secret';
const hmac = (text: string, key = secret): string => createHmac('sha256', key).update(text).digest('hex');
const seconds = (date: Date): string => String(Math.floor(date.getTime() / 1_000));

let ingress: FakeIngress;
beforeEach(async () => {
  ingress = await startFakeIngress({
    slackSigningSecret: secret,
    linearWebhookSecret: secret,
    githubWebhookSecret: secret,
  });
});
afterEach(() => ingress.close());

describe('an interaction of Slack', () => {
  const interaction = (action: object) => {
    const payload = { type: 'block_actions', user: { id: 'U1', username: 'anna' }, actions: [action] };
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  };
  const takeOver = interaction({ action_id: 'take-over', value: 'incident/ccf40201d09f839c' });
  const send = (body: string, { at = now, signature = `v0=${hmac(`v0:${seconds(at)}:${body}`)}` } = {}) =>
    ingress.post('/webhooks/slack', body, {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': seconds(at),
      'x-slack-signature': signature,
    });

  it('hands the incident of its button to the person who clicked', async () => {
    expect((await send(takeOver)).status).toBe(200);
    expect(ingress.gateway.calls).toEqual([
      { call: 'takeOver', argument: { fingerprint: 'ccf40201d09f839c', by: 'anna (Slack U1)' } },
    ]);
  });

  it.each([
    ['another action', interaction({ action_id: 'approve', value: 'x' })],
    ['a value that is no incident', interaction({ action_id: 'take-over', value: 'incident/../x' })],
  ])('with %s is told that no decision is pending', async (_, body) => {
    const response = await send(body);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('No decision') as string,
    });
    expect(ingress.gateway.calls).toEqual([]);
  });

  it.each([
    ['a wrong signature', { signature: `v0=${hmac('other')}` }],
    ['a signature of odd hex', { signature: 'v0=zz' }],
    ['no signature', { signature: '' }],
    ['a time six minutes ago', { at: new Date(now.getTime() - 360_000) }],
    ['a time six minutes ahead', { at: new Date(now.getTime() + 360_000) }],
  ])('with %s is refused', async (_, how) => {
    expect((await send(takeOver, how)).status).toBe(401);
    expect(ingress.gateway.calls).toEqual([]);
  });

  it('four minutes old still counts', async () => {
    expect((await send(takeOver, { at: new Date(now.getTime() - 240_000) })).status).toBe(200);
  });
});

describe('an event of Linear', () => {
  const update = {
    action: 'update',
    type: 'Issue',
    actor: { id: 'u', name: 'Anna' },
    data: {
      id: 'issue-1',
      identifier: 'SRE-12',
      state: { id: 's', type: 'canceled' },
      updatedAt: '2026-11-21T04:20:59.000Z',
    },
    webhookTimestamp: now.getTime(),
  };
  const send = (event: object, signature?: string) => {
    const body = JSON.stringify(event);
    return ingress.post('/webhooks/linear', body, { 'linear-signature': signature ?? hmac(body) });
  };

  it('tells the incident of the issue what changed', async () => {
    const response = await send(update);
    expect([response.status, await response.json()]).toEqual([200, { result: 'signalled' }]);
    expect(ingress.gateway.calls).toEqual([
      {
        call: 'issueChanged',
        argument: {
          identifier: 'SRE-12',
          issueId: 'issue-1',
          stateType: 'canceled',
          assigneeId: null,
          updatedAt: '2026-11-21T04:20:59.000Z',
          actor: 'Anna',
        },
      },
    ]);
  });

  it.each([
    ['of a comment', { ...update, type: 'Comment' }],
    ['of a new issue', { ...update, action: 'create' }],
    ['with an identifier that could be a query', { ...update, data: { ...update.data, identifier: '" OR 1=1' } }],
  ])('%s is answered and forgotten', async (_, event) => {
    const response = await send(event);
    expect([response.status, await response.json()]).toEqual([200, { result: 'ignored' }]);
    expect(ingress.gateway.calls).toEqual([]);
  });

  it.each([
    ['without a time in the signed body', { ...update, webhookTimestamp: undefined }, undefined],
    ['ninety seconds old', { ...update, webhookTimestamp: now.getTime() - 90_000 }, undefined],
    ['with a wrong signature', update, hmac('other')],
    ['with the signature of another secret', update, hmac(JSON.stringify(update), 'other')],
    ['with a signature of odd length', update, 'abc'],
  ])('%s is refused', async (_, event, signature) => {
    expect((await send(event, signature)).status).toBe(401);
    expect(ingress.gateway.calls).toEqual([]);
  });

  it('is to come again while Temporal is away', async () => {
    ingress.gateway.issueChanged = () => Promise.reject(new TemporalUnavailableError('away'));
    expect((await send(update)).status).toBe(503);
  });
});

describe('an event of GitHub', () => {
  const send = (body: string, signature: string) =>
    ingress.post('/webhooks/github', body, { 'x-hub-signature-256': signature });

  it('is accepted with a true signature, though nothing waits for it', async () => {
    const response = await send('{"action":"completed"}', `sha256=${hmac('{"action":"completed"}')}`);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: [] });
  });

  it.each(['sha256=zz', '', `sha256=${hmac('{ "action": "completed" }')}`])(
    'is refused with signature %p',
    async (signature) => {
      expect((await send('{"action":"completed"}', signature)).status).toBe(401);
    },
  );
});

describe('a source without a configured secret', () => {
  it.each(['slack', 'linear', 'github'])('does not exist: %s', async (source) => {
    await ingress.close();
    ingress = await startFakeIngress();
    expect((await ingress.post(`/webhooks/${source}`, '{}')).status).toBe(404);
  });
});

describe('a callback of a function', () => {
  const token = `ccf40201d09f839c.${randomBytes(32).toString('base64url')}`;
  const send = (body: object, to = token) => ingress.post(`/callbacks/${to}`, JSON.stringify(body));

  it('tells the incident how the call ended, by the hash of its token', async () => {
    const response = await send({ status: 'succeeded', message: 'scaled to 3' });
    expect(response.status).toBe(202);
    const tokenHash = createHash('sha256').update(token).digest('hex');
    expect(ingress.gateway.calls).toEqual([
      {
        call: 'functionEnded',
        argument: { fingerprint: 'ccf40201d09f839c', tokenHash, status: 'succeeded', message: 'scaled to 3' },
      },
    ]);
    expect(JSON.stringify(ingress.logged)).not.toContain(token);
  });

  it.each(['x', 'ccf40201d09f839c', `CCF40201D09F839C.${'a'.repeat(43)}`, '%ZZ'])(
    'under the token %p finds nothing',
    async (to) => {
      expect([400, 404]).toContain((await send({ status: 'succeeded' }, to)).status);
      expect(ingress.gateway.calls).toEqual([]);
    },
  );

  it('for an incident that is over is answered 404', async () => {
    ingress.gateway.answer = 'ignored';
    expect((await send({ status: 'failed' })).status).toBe(404);
  });

  it.each([[{ status: 'done' }], [{}], [{ status: 'failed', message: 3 }]])(
    'with %j is refused with 422',
    async (body) => {
      expect((await send(body)).status).toBe(422);
    },
  );
});
