import type { OnCallSchedule } from '../../domain/on-call';
import { onCallAt } from '../../domain/on-call';
import type { PastRun } from '../../domain/policy';
import type { SelectionRules } from '../../domain/selection';
import { selectByAnnotation } from '../../domain/selection';
import type { SlmContext, SlmReading, SlmThresholds } from '../../domain/slm';
import { violationSeverity } from '../../domain/slm';
import type { AssessmentActivities, IncidentSettings } from './contract';

export interface AssessmentDeps {
  settings: IncidentSettings;
  /** Reads the SLO of an alert's labels; `undefined` where SLM is switched off. */
  readSlo: ((labels: Record<string, string>) => Promise<SlmReading | null>) | undefined;
  thresholds: SlmThresholds;
  selection: SelectionRules;
  onCall: OnCallSchedule | undefined;
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
      return {
        settings: deps.settings,
        slm: await readSlm(alert.labels),
        selection: selectByAnnotation(alert, deps.selection),
        onCall: deps.onCall ? onCallAt(deps.onCall, new Date(deps.clock())) : null,
      };
    },
  };
}
