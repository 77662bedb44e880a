import type { Alert } from '../../domain/alert';
import type { OnCallPerson } from '../../domain/incident';
import type { PastRun } from '../../domain/policy';
import type { Selection } from '../../domain/remediation';
import type { SlmContext } from '../../domain/slm';

/** The configuration that an incident lives by, read anew for each episode. Durations in milliseconds. */
export interface IncidentSettings {
  reopenWindow: number;
  verifyTimeout: number;
  cooldown: number;
  channels: { slack: boolean; email: boolean };
}

export interface Assessment {
  settings: IncidentSettings;
  slm: SlmContext | null;
  selection: Selection;
  onCall: OnCallPerson | null;
}

export interface GateInput {
  labels: Record<string, string>;
  remediation: string;
  target: string;
  /** Runs that ended before this, ISO 8601, do not matter any more. */
  since: string;
}

/** What the gate decides from, read right before it. */
export interface GateFacts {
  slm: SlmContext | null;
  /** Runs of this remediation on this target, by whichever incident. */
  runs: PastRun[];
}

/** Reads that may be repeated at will, run as local activities. */
export interface AssessmentActivities {
  assess(alert: Alert): Promise<Assessment>;
  /** `null` where the alert has no SLO or SLM is switched off. Never fails: what can't be measured is `null`. */
  readSlm(labels: Record<string, string>): Promise<SlmContext | null>;
  readGate(input: GateInput): Promise<GateFacts>;
}
