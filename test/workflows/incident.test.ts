import { ApplicationFailure } from '@temporalio/common';
import type { Alert } from '../../domain/alert';
import { recordHistories } from './histories';
import type { World } from './incident-world';
import { eventually, firingAlert, handleOf, latch, resolvedOf, startWorld, verdict, viewOf } from './incident-world';

jest.setTimeout(60_000);

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await recordHistories(world);
  await world.stop();
});

const sawOf = (event: string) => () => world.seen.includes(event);
const phaseIs = (alert: Alert, phase: string) => async () => (await viewOf(world, alert)).phase === phase;
const outside = () => world.seen.filter((event) => !event.startsWith('slack'));
const count = (event: string) => world.seen.filter((one) => one === event).length;

async function closeBy(alert: Alert): Promise<void> {
  await world.gateway.resolved(resolvedOf(alert));
  await eventually('closed', phaseIs(alert, 'closed'));
}

describe('an incident from firing to closed', () => {
  it('is opened, remediated, verified and closed, the comment before the state', async () => {
    const alert = firingAlert();
    expect(await world.gateway.fired(alert)).toBe('started');
    await eventually('verified', sawOf('comment:remediation-result'));
    await closeBy(alert);
    expect(outside()).toEqual([
      'open',
      'comment:remediation-selected',
      'state:started',
      'call',
      'verify',
      'comment:remediation-result',
      'comment:alert-resolved',
      'state:completed',
    ]);
    expect((await viewOf(world, alert)).outcome).toBe('remediated');
    expect(await handleOf(world, alert).result()).toEqual({ outcome: 'remediated', issue: 'SRE-1' });
  });

  it('is escalated at once where nothing is annotated, and closes as self-resolved', async () => {
    const alert = firingAlert({ annotations: {} });
    await world.gateway.fired(alert);
    await eventually('escalated', sawOf('comment:escalated'));
    await closeBy(alert);
    expect(outside()).toEqual(['open', 'comment:escalated', 'comment:alert-resolved', 'state:completed']);
    expect((await viewOf(world, alert)).outcome).toBe('self-resolved');
  });

  it('opens an issue with one comment where the resolved event is already there', async () => {
    await world.stop();
    world = await startWorld({ idle: true });
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await world.gateway.resolved(resolvedOf(alert));
    await world.work();
    await eventually('closed', phaseIs(alert, 'closed'));
    expect(outside()).toEqual(['open', 'comment:alert-resolved', 'state:completed']);
    expect((await viewOf(world, alert)).outcome).toBe('self-resolved');
  });

  it('takes the same event many times as one', async () => {
    const alert = firingAlert();
    for (let i = 0; i < 20; i += 1)
      await world.gateway.fired({ ...alert, annotations: { ...alert.annotations, copy: String(i) } });
    await eventually('verified', sawOf('comment:remediation-result'));
    await Promise.all([1, 2, 3].map(() => world.gateway.resolved(resolvedOf(alert, new Date(Date.now() + 5)))));
    await eventually('closed', phaseIs(alert, 'closed'));
    expect([count('open'), count('call'), count('comment:alert-resolved')]).toEqual([1, 1, 1]);
  });

  it('ignores a resolved event from before the occurrence, and signals that make no sense', async () => {
    const alert = firingAlert({ annotations: {} });
    await world.gateway.fired(alert);
    await eventually('escalated', phaseIs(alert, 'escalated'));
    await world.gateway.resolved(resolvedOf(alert, new Date(Date.parse(alert.startsAt) - 1_000)));
    const handle = handleOf(world, alert);
    for (const name of ['alertFired', 'alertResolved', 'reconciled', 'issueChanged', 'functionEnded']) {
      for (const nonsense of [
        undefined,
        null,
        'x',
        [],
        {},
        { alert: { labels: 3 } },
        { alert: { startsAt: 'never' } },
      ]) {
        await handle.signal(name, nonsense);
      }
    }
    expect((await viewOf(world, alert)).phase).toBe('escalated');
    const { events } = await handle.fetchHistory();
    expect(events!.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
    await closeBy(alert);
  });
});

describe('a resolved event', () => {
  it('lets a running call end, measures once, and tells both before closing', async () => {
    const call = latch();
    world.activities.callFunction = async () => {
      world.seen.push('call');
      await call.opened;
      return { kind: 'succeeded', message: 'done' };
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('called', sawOf('call'));
    await world.gateway.resolved(resolvedOf(alert));
    expect(count('comment:alert-resolved')).toBe(0);
    call.open();
    await eventually('closed', phaseIs(alert, 'closed'));
    expect(outside().slice(3)).toEqual([
      'call',
      'verify',
      'comment:remediation-result',
      'comment:alert-resolved',
      'state:completed',
    ]);
  });

  it('ends the back-off between attempts, so that nothing more is sent', async () => {
    world.activities.callFunction = async () => {
      world.seen.push('call');
      return { kind: 'unavailable', message: 'cannot be reached', sent: false, retryAfterMs: 20_000 };
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('called', sawOf('call'));
    await closeBy(alert);
    expect(outside().slice(3)).toEqual(['call', 'comment:alert-resolved', 'state:completed']);
    expect(world.updates.at(-1)!.writes[0]).toMatchObject({
      comment: { closing: { outcome: 'self-resolved', beforeRemediation: true } },
    });
  });

  it('ends the polling of checks: they are measured once, at once', async () => {
    const deadlines: number[] = [];
    const polling = latch();
    world.activities.verify = async ({ deadline }) => {
      deadlines.push(Date.parse(deadline) - Date.now());
      if (deadlines.length === 1) await polling.opened;
      return verdict('failed');
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('polling', () => deadlines.length === 1);
    await closeBy(alert);
    polling.open();
    expect(deadlines[0]).toBeGreaterThan(1_000);
    expect(deadlines[1]).toBeLessThanOrEqual(50);
    expect(outside().slice(4)).toEqual(['comment:remediation-result', 'comment:alert-resolved', 'state:completed']);
    expect((await viewOf(world, alert)).outcome).toBe('unverified');
  });

  it('is not believed while a newer start is known: late and out of order, the alert still fires', async () => {
    const alert = firingAlert({ annotations: {} });
    const again = { ...alert, startsAt: new Date(Date.parse(alert.startsAt) + 2_000).toISOString() };
    await world.gateway.fired(alert);
    await world.gateway.fired(again);
    await world.gateway.resolved(resolvedOf(alert, new Date(Date.parse(alert.startsAt) + 1_000)));
    await eventually('escalated', phaseIs(alert, 'escalated'));
    await world.gateway.resolved(resolvedOf(again, new Date(Date.parse(alert.startsAt) + 3_000)));
    await eventually('closed', phaseIs(alert, 'closed'));
    expect(count('comment:alert-resolved')).toBe(1);
  });
});

describe('an alert that fires again', () => {
  it('within the window reopens the same issue and lets the remediation cool down', async () => {
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('verified', sawOf('comment:remediation-result'));
    await closeBy(alert);
    const again = { ...alert, startsAt: new Date(Date.now() + 10).toISOString() };
    expect(await world.gateway.fired(again)).toBe('signalled');
    await eventually('cooling', sawOf('comment:cooling-down'));
    await world.gateway.resolved(resolvedOf(again, new Date(Date.now() + 20)));
    await eventually('closed again', () => count('comment:alert-resolved') === 2);
    expect([count('open'), count('comment:reopened'), count('call')]).toEqual([1, 1, 1]);
  });

  it('as a late copy of what is long closed starts nothing; active in Alertmanager it reopens that issue', async () => {
    const startsAt = new Date(Date.now() - 3_600_000).toISOString();
    const alert = firingAlert({ startsAt });
    const issue = { id: 'old', identifier: 'SRE-7', url: 'http://old', assigneeId: null };
    const closedAt = new Date(Date.now() - 3_000_000).toISOString();
    const previous = { episode: startsAt, startsAt, endsAt: closedAt, closedAt, issue };
    world.settings.reopenWindow = 600_000;
    world.activities.lookBack = async () => ({ previous, active: false });
    await world.gateway.fired(alert);
    expect(await handleOf(world, alert).result()).toEqual({ outcome: 'late-duplicate', issue: null });
    expect(world.seen).toEqual([]);

    world.activities.lookBack = async () => ({ previous, active: true });
    await world.gateway.fired({ ...alert, annotations: {} }, new Date().toISOString());
    await eventually('reopened', sawOf('comment:reopened'));
    expect(world.updates[0]).toMatchObject({ issue: { identifier: 'SRE-7' }, episode: `${startsAt}#2` });
  });
});

describe('a human wins', () => {
  it('a take-over cancels a running call, nothing runs after it, and the incident stays open till the alert ends', async () => {
    const { Context } = await import('@temporalio/activity');
    world.activities.callFunction = async () => {
      world.seen.push('call');
      const beat = setInterval(() => Context.current().heartbeat(), 100);
      return Context.current().cancelled.finally(() => clearInterval(beat));
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('called', sawOf('call'));
    await world.gateway.takeOver(alert.fingerprint, { by: 'alice', reason: 'I am on it' });
    await eventually('handed over', phaseIs(alert, 'handed-over'));
    await world.gateway.fired({ ...alert, annotations: {} });
    expect((await viewOf(world, alert)).phase).toBe('handed-over');
    await closeBy(alert);
    expect(outside().slice(3)).toEqual([
      'call',
      'comment:remediation-result',
      'comment:taken-over',
      'comment:alert-resolved',
      'state:completed',
    ]);
    expect((await viewOf(world, alert)).outcome).toBe('human');
  });

  it.each([
    ['canceled', null, 0],
    ['completed', null, 0],
    ['started', 'bob', 1],
  ])('an issue that is %s (assignee %s) in Linear stops automation', async (stateType, assigneeId, completed) => {
    world.activities.callFunction = async () => ({
      kind: 'unavailable',
      message: 'away',
      sent: false,
      retryAfterMs: 15_000,
    });
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('remediating', phaseIs(alert, 'remediating'));
    const { issue } = await viewOf(world, alert);
    await handleOf(world, alert).signal('issueChanged', {
      issueId: issue!.id,
      stateType,
      assigneeId,
      updatedAt: new Date(Date.now() + 50).toISOString(),
    });
    await eventually('handed over', phaseIs(alert, 'handed-over'));
    await closeBy(alert);
    expect(count('state:completed')).toBe(completed);
    expect((await viewOf(world, alert)).outcome).toBe('human');
  });

  it('the state and assignee that agent-sre itself gave the issue are no human decision', async () => {
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('waiting', phaseIs(alert, 'waiting'));
    const { issue } = await viewOf(world, alert);
    await handleOf(world, alert).signal('issueChanged', {
      issueId: issue!.id,
      stateType: 'started',
      assigneeId: null,
      updatedAt: new Date(Date.now() + 50).toISOString(),
    });
    await closeBy(alert);
    expect((await viewOf(world, alert)).outcome).toBe('remediated');
  });
});

describe('what Alertmanager says', () => {
  const report = (standing: string, by = 'main') => ({
    by,
    standing,
    at: new Date(Date.now() + 5).toISOString(),
    because: [`${standing} there`],
  });

  it('parks a silenced incident before its call, and goes on when the silence ends', async () => {
    const look = latch();
    const open = world.activities.openIssue;
    world.activities.openIssue = async (input) => {
      await look.opened;
      return open(input);
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await handleOf(world, alert).signal('reconciled', report('silenced'));
    look.open();
    await eventually('parked', sawOf('comment:parked'));
    expect(count('call')).toBe(0);
    await handleOf(world, alert).signal('reconciled', report('active'));
    await eventually('called', sawOf('call'));
    await eventually('resumed', sawOf('comment:resumed'));
    expect([count('comment:parked'), count('comment:resumed')]).toEqual([1, 1]);
  });

  it('closes as gone only where every Alertmanager that listed the alert says so, with the reason found', async () => {
    const alert = firingAlert({ annotations: {} });
    await world.gateway.fired(alert);
    await eventually('escalated', phaseIs(alert, 'escalated'));
    const handle = handleOf(world, alert);
    await handle.signal('reconciled', report('active', 'a'));
    await handle.signal('reconciled', report('gone', 'b'));
    expect((await viewOf(world, alert)).phase).toBe('escalated');
    await handle.signal('reconciled', { ...report('gone', 'a'), at: new Date(Date.now() + 20).toISOString() });
    await eventually('closed', phaseIs(alert, 'closed'));
    expect(world.updates.at(-1)!.writes[0]).toMatchObject({
      comment: { closing: { how: 'gone', reason: expect.stringContaining('gone there') } },
    });
  });
});

describe('a remediation that does not help', () => {
  it.each([
    ['is refused', async () => ({ kind: 'refused' as const, message: 'no such pod' }), 0],
    ['runs without a measurable check', undefined, 1],
  ])('and %s is told and escalated, and the incident stays open', async (_, callFunction, verifications) => {
    if (callFunction) world.activities.callFunction = callFunction;
    world.activities.verify = async () => {
      world.seen.push('verify');
      return verdict('unverified');
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('escalated', phaseIs(alert, 'escalated'));
    expect(count('verify')).toBe(verifications);
    await closeBy(alert);
    expect(count('comment:remediation-result')).toBe(1);
    expect((await viewOf(world, alert)).outcome).toBe(callFunction ? 'human' : 'unverified');
  });

  it('is tried again under the same idempotency key while it is unavailable', async () => {
    const keys: string[] = [];
    world.activities.callFunction = async ({ idempotencyKey }) => {
      keys.push(idempotencyKey);
      return keys.length < 3
        ? { kind: 'unavailable', message: 'answered 503', sent: true, retryAfterMs: null }
        : { kind: 'succeeded', message: 'done' };
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('waiting', phaseIs(alert, 'waiting'));
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('escalates where the checks hold and the alert outlasts them', async () => {
    world.settings.verifyTimeout = 500;
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('escalated', sawOf('comment:escalated'));
    expect(count('comment:remediation-result')).toBe(1); // Comments are written in order.
  });
});

describe('a long function call', () => {
  it('ends by its callback, whichever worker hears of it', async () => {
    world.activities.callFunction = async () => ({
      kind: 'accepted',
      statusUrl: null,
      callbackHash: 'abc',
      pollAfterMs: 2_000,
    });
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('remediating', phaseIs(alert, 'remediating'));
    await world.gateway.functionEnded(alert.fingerprint, { tokenHash: 'forged', status: 'failed' });
    await world.gateway.functionEnded(alert.fingerprint, {
      tokenHash: 'abc',
      status: 'succeeded',
      message: 'took a while',
    });
    await eventually('waiting', phaseIs(alert, 'waiting'));
    await eventually('told', () => JSON.stringify(world.updates).includes('took a while'));
  });

  it('ends by polling its status address', async () => {
    world.activities.callFunction = async () => ({
      kind: 'accepted',
      statusUrl: 'http://f/1',
      callbackHash: null,
      pollAfterMs: 2_000,
    });
    world.activities.awaitFunction = async () => ({ kind: 'failed', message: 'disk is full' });
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('escalated', phaseIs(alert, 'escalated'));
    await eventually('told', () => JSON.stringify(world.updates).includes('disk is full'));
  });
});

describe('an outage', () => {
  it('of Slack is recorded on the issue and fails nothing', async () => {
    world.activities.postOpening = async () => {
      throw ApplicationFailure.nonRetryable('Slack refused the token. Check SLACK_BOT_TOKEN.', 'slack-auth');
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('recorded', sawOf('comment:notification-failed'));
    await closeBy(alert);
  });

  it('of Linear delays the issue, not the remediation, and loses no comment', async () => {
    let down = true;
    const open = world.activities.openIssue;
    world.activities.openIssue = async (input) => {
      if (down) throw ApplicationFailure.nonRetryable('Linear refused the token.', 'linear-auth');
      return open(input);
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('called', sawOf('call'));
    expect(count('open')).toBe(0);
    down = false;
    await world.gateway.resolved(resolvedOf(alert));
    await eventually('closed', phaseIs(alert, 'closed'), 30_000);
    expect(outside().at(-1)).toBe('state:completed');
    expect([count('open'), count('comment:remediation-result'), count('comment:alert-resolved')]).toEqual([1, 1, 1]);
  });
});

describe('what Linear refuses for good', () => {
  it('holds up neither the writes behind it nor the opening of the issue', async () => {
    const refusal = ApplicationFailure.nonRetryable('Linear refused the request for good.', 'linear-rejected');
    const { openIssue, updateIssue } = world.activities;
    let refusals = 2;
    world.activities.openIssue = async (input) => {
      refusals -= 1;
      if (refusals >= 0) throw refusal;
      return openIssue(input);
    };
    world.activities.updateIssue = async (input) => {
      await updateIssue(input);
      throw refusal;
    };
    const alert = firingAlert();
    await world.gateway.fired(alert);
    await eventually('called', sawOf('call'));
    await world.gateway.resolved(resolvedOf(alert));
    await eventually('closed', phaseIs(alert, 'closed'), 30_000);
    expect([count('open'), count('comment:remediation-result'), count('state:completed')]).toEqual([1, 1, 1]);
  });
});

describe('an alert that never ends', () => {
  it('is continued as a new run under the same id, with its issue and without a second one', async () => {
    const alert = firingAlert({ annotations: {} });
    await world.gateway.fired(alert);
    await eventually('escalated', phaseIs(alert, 'escalated'));
    const handle = handleOf(world, alert);
    const first = (await handle.describe()).runId;
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        for (let i = 0; i < 51; i += 1) await handle.signal('alertFired', { alert, receivedAt: alert.startsAt });
      }),
    );
    await eventually('a new run', async () => (await handle.describe()).runId !== first);
    expect((await viewOf(world, alert)).issue?.identifier).toBe('SRE-1');
    await closeBy(alert);
    expect(count('open')).toBe(1);
  });
});
