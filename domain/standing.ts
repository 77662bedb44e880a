/** What one Alertmanager says of an incident's alert. */
export type Standing = 'active' | 'silenced' | 'inhibited' | 'gone';

export interface StandingReport {
  standing: Standing;
  at: string;
  because: string[];
}

/** By the Alertmanager's configured name: every one that has listed the alert at least once. */
export type Standings = Record<string, StandingReport>;

/** Keeps the newest report of each Alertmanager. */
export function withReport(standings: Standings, by: string, report: StandingReport): Standings {
  const known = Object.hasOwn(standings, by) ? standings[by] : undefined;
  return known && known.at >= report.at ? standings : { ...standings, [by]: report };
}

/**
 * What they say together: gone only where all of them say so, else parked where any of those that list it has
 * silenced or inhibited it, else active.
 */
export function combinedStanding(standings: Standings): StandingReport & { by: string[] } {
  const entries = Object.entries(standings);
  const pick = (standing: Standing): [string, StandingReport][] =>
    entries.filter(([, report]) => report.standing === standing);
  const gone = pick('gone');
  const chosen: [Standing, [string, StandingReport][]] =
    entries.length > 0 && gone.length === entries.length
      ? ['gone', gone]
      : pick('silenced').length > 0
        ? ['silenced', pick('silenced')]
        : pick('inhibited').length > 0
          ? ['inhibited', pick('inhibited')]
          : ['active', pick('active')];
  const [standing, reports] = chosen;
  return {
    standing,
    by: reports.map(([by]) => by),
    at: reports.reduce((newest, [, { at }]) => (at > newest ? at : newest), ''),
    because: [...new Set(reports.flatMap(([, { because }]) => because))],
  };
}
