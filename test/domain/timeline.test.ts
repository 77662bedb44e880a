import fc from 'fast-check';
import type { AlertTimeline, TimelineEvent } from '../../domain/timeline';
import { silentTimeline, withEvent } from '../../domain/timeline';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 5, 9) + second * 1_000).toISOString();
const fired = (start: number, seen?: number): TimelineEvent => ({
  kind: 'fired',
  startsAt: at(start),
  ...(seen !== undefined && { seenActiveAt: at(seen) }),
});
const ended = (end: number): TimelineEvent => ({ kind: 'ended', endsAt: at(end) });

const told = (events: TimelineEvent[], from: AlertTimeline = silentTimeline): AlertTimeline =>
  events.reduce(withEvent, from);

function permutations<T>(items: T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

describe('whether an alert fires', () => {
  const [fire, repeat, resolve, refire, labelChange, lateFire] = [
    fired(1),
    fired(1),
    ended(2),
    fired(3),
    fired(4),
    fired(1),
  ];

  it('is the same for every order of fire, repeat, resolve, re-fire, label change and late fire', () => {
    const orders = permutations([fire, repeat, resolve, refire, labelChange, lateFire]);
    expect(orders).toHaveLength(720);
    for (const order of orders) {
      expect(told(order)).toMatchObject({ firing: true, firingAt: at(4), endsAt: at(2) });
    }
  });

  it('is the same for every order of those events where the newest of them is an end', () => {
    for (const order of permutations([fire, repeat, resolve, refire, ended(5), lateFire])) {
      expect(told(order)).toMatchObject({ firing: false, firingAt: at(3), endsAt: at(5) });
    }
  });

  const anyEvents = fc
    .uniqueArray(fc.nat(1_000), { minLength: 1, maxLength: 20 })
    .chain((seconds) => fc.tuple(...seconds.map(eventAt)));

  function eventAt(second: number): fc.Arbitrary<TimelineEvent> {
    return fc.oneof(
      fc.constant(fired(second)),
      fc.constant(ended(second)),
      fc.nat(500).map((before) => fired(second - before - 0.5, second)),
    );
  }

  it('depends on the newest that was heard alone, in any order of up to twenty events', () => {
    const newest = (events: TimelineEvent[], kind: TimelineEvent['kind']): string =>
      events.reduce((latest, event) => {
        if (event.kind !== kind) return latest;
        const time = event.kind === 'ended' ? event.endsAt : (event.seenActiveAt ?? event.startsAt);
        return time > latest ? time : latest;
      }, '');
    fc.assert(
      fc.property(anyEvents, (events) => {
        expect(told(events).firing).toBe(newest(events, 'fired') > newest(events, 'ended'));
      }),
      { numRuns: 10_000 },
    );
  });

  it('does not change when any event comes twice', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const twice = events.flatMap((event) => [event, event]);
        expect(told(twice)).toEqual(told(events));
        expect(told(events, told(events)).firing).toBe(told(events).firing);
      }),
    );
  });
});

describe('the start of an occurrence', () => {
  it('is the earliest that any sender told while the alert fires', () => {
    expect(told([fired(5), fired(3), fired(8)]).startsAt).toBe(at(3));
  });

  it('is not moved by a late copy of the occurrence before', () => {
    expect(told([fired(1), ended(2), fired(5), fired(1)]).startsAt).toBe(at(5));
  });

  it('is kept after the end', () => {
    expect(told([fired(1), ended(4)])).toMatchObject({ firing: false, startsAt: at(1), endsAt: at(4) });
  });

  it('stays where a resolved event is older than it', () => {
    expect(told([fired(5), ended(2)])).toMatchObject({ firing: true, startsAt: at(5) });
  });
});

describe('an alert that the reconciler saw active', () => {
  it('fires again although its end is later than its start', () => {
    expect(told([fired(1), ended(4), fired(1, 6)])).toMatchObject({ firing: true, startsAt: at(1), firingAt: at(6) });
  });

  it('does not fire where the end is later than the look', () => {
    expect(told([fired(1), fired(1, 3), ended(4)]).firing).toBe(false);
    expect(told([ended(4), fired(1, 3)]).firing).toBe(false);
  });

  it('without a look, a start from before the end is a late duplicate', () => {
    expect(told([fired(1), ended(4), fired(3)])).toMatchObject({ firing: false, startsAt: at(1) });
  });
});
