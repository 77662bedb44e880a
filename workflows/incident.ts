/**
 * The life of one alert's incident, from its first firing event to closed, and once more where it fires again soon.
 * Workflow Id `incident/<fingerprint>`. The story is told from state alone, so that a run which was continued as new
 * takes it up where it stood. What never happens: an effect after a human took over, or "resolved" on a guess.
 */
import { condition } from '@temporalio/workflow';
import type { Outcome } from '../domain/incident';
import { awaitEnd, closeEpisode } from './closing';
import { Handling } from './handling';
import { IncidentDesk } from './incident-desk';
import type { IncidentState } from './incident-state';
import { newIncidentState } from './incident-state';
import { openEpisode } from './opening';
import { respond } from './response';

export interface IncidentEnd {
  outcome: Outcome | 'late-duplicate';
  issue: string | null;
}

export async function incident(carried?: IncidentState): Promise<IncidentEnd> {
  const desk = new IncidentDesk(carried ?? newIncidentState());
  desk.listen();
  await condition(() => desk.hasBegun);

  for (;;) {
    const handling = await takeUp(desk);
    if (!handling) return { outcome: 'late-duplicate', issue: null };
    while (handling.episode.phase !== 'closed') {
      await respond(handling);
      await awaitEnd(handling);
      await closeEpisode(handling);
    }
    const { outcome, issue, settings } = handling.episode;
    const lingers = Date.parse(desk.state.last!.closedAt) + settings.reopenWindow - Date.now();
    await desk.until(() => desk.firing, handling.settle, Math.max(1, lingers));
    await handling.settle();
    if (!desk.firing) return { outcome: outcome!, issue: issue?.identifier ?? null };
  }
}

/** The episode that is under way, or the next one where the alert fires (again). */
async function takeUp(desk: IncidentDesk): Promise<Handling | null> {
  const { episode } = desk.state;
  const underWay = episode !== null && (episode.phase !== 'closed' || !desk.firing);
  return underWay ? new Handling(desk, episode) : openEpisode(desk);
}
