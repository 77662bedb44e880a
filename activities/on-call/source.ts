import type { OnCallPerson } from '../../domain/incident';
import type { OnCallSchedule } from '../../domain/on-call';
import { onCallAt } from '../../domain/on-call';

/** Whoever knows who is on call: a schedule in the configuration, or a service that is asked. */
export interface OnCallSource {
  /** The person on call at a moment; `null` where nobody is. Rejects where a service does not answer. */
  personAt(moment: Date): Promise<OnCallPerson | null>;
}

/** The schedule of the configuration; without one nobody is on call. */
export function scheduledOnCall(schedule: OnCallSchedule | undefined): OnCallSource {
  return { personAt: async (moment) => (schedule ? onCallAt(schedule, moment) : null) };
}
