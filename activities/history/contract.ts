import type { LastEpisode } from '../../domain/incident';

export interface LookBackInput {
  workflowId: string;
  fingerprint: string;
  startsAt: string;
}

export interface LookBack {
  /** The newest closed episode of the fingerprint; `null` where there is none on record. */
  previous: LastEpisode | null;
  /** Whether an Alertmanager lists the alert as active now; only asked where `previous` knows this start already. */
  active: boolean;
}

/** Reads that tell a late duplicate from an alert that fires again. */
export interface HistoryActivities {
  lookBack(input: LookBackInput): Promise<LookBack>;
}
