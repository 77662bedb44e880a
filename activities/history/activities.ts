import type { LastEpisode } from '../../domain/incident';
import type { Alertmanager } from '../alertmanager/client';
import type { HistoryActivities } from './contract';

export interface HistoryDeps {
  /** The newest closed episode on record of a Workflow Id. */
  lastEpisode: (workflowId: string) => Promise<LastEpisode | null>;
  alertmanagers: Alertmanager[];
}

export function createHistoryActivities({ lastEpisode, alertmanagers }: HistoryDeps): HistoryActivities {
  return {
    async lookBack({ workflowId, fingerprint, startsAt }) {
      const previous = await lastEpisode(workflowId);
      const known = previous !== null && startsAt <= previous.endsAt;
      return { previous, active: known && (await isActive(fingerprint, alertmanagers)) };
    },
  };
}

/** True as soon as one lists it. Where one does not answer and no other lists it this fails, and is asked again. */
async function isActive(fingerprint: string, alertmanagers: Alertmanager[]): Promise<boolean> {
  const answers = await Promise.allSettled(alertmanagers.map((alertmanager) => alertmanager.alerts()));
  if (
    answers.some(
      (answer) => answer.status === 'fulfilled' && answer.value.some((alert) => alert.fingerprint === fingerprint),
    )
  ) {
    return true;
  }
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed) throw failed.reason;
  return false;
}
