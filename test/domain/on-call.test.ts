import type { OnCallSchedule } from '../../domain/on-call';
import { onCallAt } from '../../domain/on-call';

const hour = 3_600_000;
const week = 7 * 24 * hour;
const people = ['alice', 'bob', 'carol'].map((name) => ({ name, email: `${name}@example.com` }));
const schedule: OnCallSchedule = {
  timeZone: 'Europe/Berlin',
  people,
  rotation: { start: '2026-01-05T09:00', everyMs: week, order: ['alice', 'bob'] },
  overrides: [],
};
const nameAt = (instant: string, more: Partial<OnCallSchedule> = {}): string | null =>
  onCallAt({ ...schedule, ...more }, new Date(instant))?.name ?? null;

describe('a rotation', () => {
  it('names nobody before it starts', () => {
    expect(nameAt('2026-01-05T07:59:59.999Z')).toBeNull();
    expect(nameAt('2026-01-05T08:00:00Z')).toBe('alice');
  });

  it('gives the whole person', () => {
    expect(onCallAt(schedule, new Date('2026-01-06T00:00Z'))).toEqual({ name: 'alice', email: 'alice@example.com' });
  });

  it.each([
    ['winter', '2026-01-12T07:59:59Z', 'alice', '2026-01-12T08:00:00Z', 'bob'],
    ['the week in which clocks go forward', '2026-03-30T06:59:59Z', 'bob', '2026-03-30T07:00:00Z', 'alice'],
    ['summer', '2026-07-06T06:59:59Z', 'bob', '2026-07-06T07:00:00Z', 'alice'],
    ['the week in which clocks go back', '2026-10-26T07:59:59Z', 'bob', '2026-10-26T08:00:00Z', 'alice'],
  ])('hands over at nine in the morning in %s', (_, before, first, after, second) => {
    expect([nameAt(before), nameAt(after)]).toEqual([first, second]);
  });

  it('of one person never hands over', () => {
    const rotation = { ...schedule.rotation!, order: ['carol'] };
    for (const day of ['2026-01-05T09:00Z', '2026-06-01T00:00Z', '2031-01-01T00:00Z'])
      expect(nameAt(day, { rotation })).toBe('carol');
  });

  it('that starts at a time with an offset hands over at that instant', () => {
    const rotation = { ...schedule.rotation!, start: '2026-01-05T09:00-05:00' };
    expect(nameAt('2026-01-05T13:59:59Z', { rotation })).toBeNull();
    expect(nameAt('2026-01-12T13:59:59Z', { rotation })).toBe('alice');
    expect(nameAt('2026-01-12T14:00:00Z', { rotation })).toBe('bob');
    // Fifteen o'clock in Berlin, in summer too.
    expect(nameAt('2026-07-06T12:59:59Z', { rotation })).toBe('bob');
    expect(nameAt('2026-07-06T13:00:00Z', { rotation })).toBe('alice');
  });

  it('of twelve hours changes at the same local times in summer and winter', () => {
    const rotation = { start: '2026-01-05T09:00', everyMs: 12 * hour, order: ['alice', 'bob'] };
    expect(nameAt('2026-01-05T19:59:59Z', { rotation })).toBe('alice');
    expect(nameAt('2026-01-05T20:00:00Z', { rotation })).toBe('bob');
    expect(nameAt('2026-07-05T18:59:59Z', { rotation })).toBe('alice');
    expect(nameAt('2026-07-05T19:00:00Z', { rotation })).toBe('bob');
  });

  it('of twelve hours from a time with an offset counts true hours across a clock change', () => {
    const rotation = { start: '2026-03-28T20:00+01:00', everyMs: 12 * hour, order: ['alice', 'bob'] };
    expect(nameAt('2026-03-29T06:59:59Z', { rotation })).toBe('alice');
    expect(nameAt('2026-03-29T07:00:00Z', { rotation })).toBe('bob');
  });
});

describe('an override', () => {
  const local = { from: '2026-01-07T00:00', to: '2026-01-08T00:00', person: 'carol' };

  it('wins from its beginning until its end, in local time where it has no offset', () => {
    const overrides = [local];
    expect(nameAt('2026-01-06T22:59:59Z', { overrides })).toBe('alice');
    expect(nameAt('2026-01-06T23:00:00Z', { overrides })).toBe('carol');
    expect(nameAt('2026-01-07T22:59:59Z', { overrides })).toBe('carol');
    expect(nameAt('2026-01-07T23:00:00Z', { overrides })).toBe('alice');
  });

  it('means its own instants where it has an offset', () => {
    const overrides = [{ from: '2026-01-07T00:00Z', to: '2026-01-07T10:00-05:00', person: 'carol' }];
    expect(nameAt('2026-01-06T23:59:59Z', { overrides })).toBe('alice');
    expect(nameAt('2026-01-07T00:00:00Z', { overrides })).toBe('carol');
    expect(nameAt('2026-01-07T14:59:59Z', { overrides })).toBe('carol');
    expect(nameAt('2026-01-07T15:00:00Z', { overrides })).toBe('alice');
  });

  it('that is written last wins over the others', () => {
    const overrides = [local, { ...local, person: 'bob' }];
    expect(nameAt('2026-01-07T12:00Z', { overrides })).toBe('bob');
  });

  it('needs no rotation', () => {
    const alone = { rotation: undefined, overrides: [local] };
    expect(nameAt('2026-01-07T12:00Z', alone)).toBe('carol');
    expect(nameAt('2026-01-09T12:00Z', alone)).toBeNull();
  });

  it('of an unknown person names nobody', () => {
    expect(nameAt('2026-01-07T12:00Z', { overrides: [{ ...local, person: 'mallory' }] })).toBeNull();
  });
});
