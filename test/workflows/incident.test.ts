import type { World } from './incident-world';
import { eventually, firingAlert, handleOf, resolvedOf, startWorld, verdict, viewOf } from './incident-world';

jest.setTimeout(60_000);

describe('an incident', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.stop());

  it('is opened, remediated, verified and closed, the comment before the state', async () => {
    const alert = firingAlert();
    expect(await world.gateway.fired(alert)).toBe('started');
    await eventually('verified', () => world.seen.includes('comment:remediation-result'));
    expect(await world.gateway.resolved(resolvedOf(alert))).toBe('signalled');
    await eventually('closed', async () => (await viewOf(world, alert)).phase === 'closed');
    expect(world.seen.filter((event) => !event.startsWith('slack'))).toEqual([
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
});
