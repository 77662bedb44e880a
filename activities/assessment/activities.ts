import type { PastRun } from '../../domain/policy';
import type { SelectionRules } from '../../domain/selection';
import { selectByAnnotation } from '../../domain/selection';
import type { SlmContext, SlmReading, SlmThresholds } from '../../domain/slm';
import { violationSeverity } from '../../domain/slm';
import type { OnCallSource } from '../on-call/source';
import type { AssessmentActivities, IncidentSettings } from './contract';

export interface AssessmentDeps {
  settings: IncidentSettings;
  /** Reads the SLO of an alert's labels; `undefined` where SLM is switched off. */
  readSlo: ((labels: Record<string, string>) => Promise<SlmReading | null>) | undefined;
  thresholds: SlmThresholds;
  selection: SelectionRules;
  onCall: OnCallSource;
  /** What incidents ran of a remediation and finished since a time. */
  recentRuns: (remediation: string, since: string) => Promise<PastRun[]>;
  /** Milliseconds since the epoch, such as `Date.now`. */
  clock: () => number;
}

export function createAssessmentActivities(deps: AssessmentDeps): AssessmentActivities {
  const readSlm = async (labels: Record<string, string>): Promise<SlmContext | null> => {
    const reading = (await deps.readSlo?.(labels)) ?? null;
    return reading && { ...reading, severity: violationSeverity(reading, deps.thresholds) };
  };
  return {
    readSlm,
    async readGate({ labels, remediation, target, since }) {
      const [slm, runs] = await Promise.all([readSlm(labels), deps.recentRuns(remediation, since)]);
      return { slm, runs: runs.filter((run) => run.target === target) };
    },
    async assess(alert) {
      const [slm, onCall] = await Promise.all([readSlm(alert.labels), deps.onCall.personAt(new Date(deps.clock()))]);
      return { settings: deps.settings, slm, selection: selectByAnnotation(alert, deps.selection), onCall };
    },
  };
}
