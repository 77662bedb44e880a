import type { Alertmanager } from '../../../activities/alertmanager/client';
import { createHistoryActivities } from '../../../activities/history/activities';
import type { LastEpisode } from '../../../domain/incident';
import type { ListedAlert } from '../../../domain/reconcile';

const fingerprint = 'ccf40201d09f839c';
const workflowId = `incident/${fingerprint}`;
const previous: LastEpisode = {
  episode: 'first',
  startsAt: '2026-01-05T09:00:00.000Z',
  endsAt: '2026-01-05T09:10:00.000Z',
  closedAt: '2026-01-05T09:10:01.000Z',
  issue: null,
};

const alert = (more: Partial<ListedAlert> = {}): ListedAlert => ({
  fingerprint,
  state: 'active',
  by: [],
  labels: {},
  annotations: {},
  startsAt: previous.startsAt,
  receivers: [],
  ...more,
});

let asked: number;
beforeEach(() => {
  asked = 0;
});

const listing = (...alerts: ListedAlert[]): Alertmanager => ({
  alerts: async () => {
    asked += 1;
    return alerts;
  },
  silences: async () => [],
});
const away: Alertmanager = {
  alerts: async () => {
    throw new Error('away');
  },
  silences: async () => [],
};

const lookBack = (startsAt: string, alertmanagers: Alertmanager[], record: LastEpisode | null = previous) =>
  createHistoryActivities({ lastEpisode: async (id) => (id === workflowId ? record : null), alertmanagers }).lookBack({
    workflowId,
    fingerprint,
    startsAt,
  });

describe('a look back at an old firing event', () => {
  it('finds nothing, and asks nobody, where no episode is on record', async () => {
    expect(await lookBack(previous.startsAt, [listing(alert())], null)).toEqual({ previous: null, active: false });
    expect(asked).toBe(0);
  });

  it('asks nobody where the start is later than the recorded end', async () => {
    expect(await lookBack('2026-01-05T09:10:00.001Z', [listing(alert())])).toEqual({ previous, active: false });
    expect(asked).toBe(0);
  });

  it.each([previous.startsAt, '2026-01-05T09:05:00.000Z', previous.endsAt])(
    'with the start %s, which the record covers, says whether the alert is listed now',
    async (startsAt) => {
      expect(await lookBack(startsAt, [listing(alert())])).toEqual({ previous, active: true });
      expect(await lookBack(startsAt, [listing(alert({ fingerprint: '0000000000000000' }))])).toEqual({
        previous,
        active: false,
      });
      expect(asked).toBe(2);
    },
  );

  it('finds it where one of several Alertmanagers lists it, although another does not answer', async () => {
    expect((await lookBack(previous.startsAt, [away, listing(), listing(alert())])).active).toBe(true);
  });

  it('fails, to be asked again, where one does not answer and no other lists it', async () => {
    await expect(lookBack(previous.startsAt, [listing(), away])).rejects.toThrow('away');
  });

  it('finds nothing active where no Alertmanager is configured', async () => {
    expect((await lookBack(previous.startsAt, [])).active).toBe(false);
  });
});
