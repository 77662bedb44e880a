import type { Standing, Standings } from '../../domain/standing';
import { combinedStanding, withReport } from '../../domain/standing';

const report = (standing: Standing, at = '2026-01-05T09:00:00.000Z', ...because: string[]) => ({
  standing,
  at,
  because,
});

describe('reports of several Alertmanagers', () => {
  it.each<[string, Record<string, Standing>, Standing, string[]]>([
    ['none', {}, 'active', []],
    ['one that lists it', { a: 'active' }, 'active', ['a']],
    ['one that lost it of two', { a: 'gone', b: 'active' }, 'active', ['b']],
    ['all that lost it', { a: 'gone', b: 'gone' }, 'gone', ['a', 'b']],
    ['one that silenced it', { a: 'active', b: 'silenced' }, 'silenced', ['b']],
    ['one that silenced it where the other lost it', { a: 'gone', b: 'silenced' }, 'silenced', ['b']],
    ['one that inhibits it', { a: 'active', b: 'inhibited' }, 'inhibited', ['b']],
    ['a silence and an inhibition', { a: 'inhibited', b: 'silenced' }, 'silenced', ['b']],
  ])('from %s count together', (_, each, standing, by) => {
    const standings = Object.fromEntries(Object.entries(each).map(([name, said]) => [name, report(said)]));
    expect(combinedStanding(standings)).toMatchObject({ standing, by });
  });

  it('give the newest time and each reason once', () => {
    const standings = {
      a: report('gone', '2026-01-05T09:00:00.000Z', 'not listed'),
      b: report('gone', '2026-01-05T09:01:00.000Z', 'not listed', 'silenced'),
    };
    expect(combinedStanding(standings)).toMatchObject({
      at: '2026-01-05T09:01:00.000Z',
      because: ['not listed', 'silenced'],
    });
  });
});

describe('a report', () => {
  const known: Standings = { a: report('silenced', '2026-01-05T09:01:00.000Z') };

  it('replaces the older one of the same Alertmanager', () => {
    const newer = report('active', '2026-01-05T09:02:00.000Z');
    expect(withReport(known, 'a', newer)).toEqual({ a: newer });
    expect(withReport(known, 'b', newer)).toEqual({ ...known, b: newer });
  });

  it('that comes late or twice changes nothing', () => {
    expect(withReport(known, 'a', report('active'))).toBe(known);
    expect(withReport(known, 'a', known.a!)).toBe(known);
  });

  it('of an Alertmanager with an odd name is kept like any other', () => {
    const standings = withReport({}, '__proto__', report('gone'));
    expect(combinedStanding(standings)).toMatchObject({ standing: 'gone', by: ['__proto__'] });
  });
});
