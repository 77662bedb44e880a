import type { IssueStanding } from '../../../activities/linear/contract';
import { running, Surroundings } from './surroundings';

let world: Surroundings;
beforeEach(() => {
  world = new Surroundings();
});

describe('a look at Linear', () => {
  const change = (identifier: string, minute: number, changedBy: string | null = 'anna'): IssueStanding => ({
    identifier,
    issueId: `id-${identifier}`,
    stateType: 'completed',
    assigneeId: null,
    updatedAt: new Date(world.now + minute * 60_000).toISOString(),
    changedBy,
  });

  it('begins with now and goes on from the newest change', async () => {
    world.issueChanges = [change('SRE-2', 7), change('SRE-3', 9), change('SRE-1', 8)];
    const memory = await world.activities().reconcileLinear({});
    expect(memory).toEqual({ since: '2026-01-05T09:09:00.000Z' });
    world.issueChanges = [];
    expect(await world.activities().reconcileLinear({ memory })).toEqual(memory);
    expect(world.asked).toEqual(['2026-01-05T09:00:00.000Z', '2026-01-05T09:09:00.000Z']);
  });

  it('tells open incidents alone, and each what became of its issue', async () => {
    world.incidents = [running(), running({ closed: true, issue: 'SRE-2' }), running({ issue: null })];
    world.issueChanges = [change('SRE-1', 1), change('SRE-2', 2), change('SRE-9', 3)];
    await world.activities().reconcileLinear({});
    const { identifier, changedBy, ...what } = change('SRE-1', 1);
    expect(world.told).toEqual([[identifier, { ...what, actor: changedBy }]]);
  });

  it('tells nobody what agent-sre changed itself, and goes on from there', async () => {
    world.incidents = [running()];
    world.issueChanges = [{ ...change('SRE-1', 1, null), stateType: 'started' }];
    expect(await world.activities().reconcileLinear({})).toEqual({ since: '2026-01-05T09:01:00.000Z' });
    expect(world.told).toEqual([]);
  });

  it("takes the end of an open incident's issue for a human decision, whoever's key it went by", async () => {
    world.incidents = [running()];
    world.issueChanges = [change('SRE-1', 1, null)];
    await world.activities().reconcileLinear({});
    expect(world.told).toMatchObject([['SRE-1', { stateType: 'completed' }]]);
  });

  it('is repeated from where it began where an incident could not be told', async () => {
    world.incidents = [running(), running({ issue: 'SRE-2' })];
    world.issueChanges = [change('SRE-1', 1), change('SRE-2', 2)];
    world.refusing.add('SRE-1');
    await expect(world.activities().reconcileLinear({})).rejects.toThrow(
      'could not be told what became of their issue: 1.',
    );
    expect(world.told.map(([identifier]) => identifier)).toEqual(['SRE-2']);
  });
});
