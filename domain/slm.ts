/** Service Level Management facts of an alert's SLO. Fractions (0.999 = 99.9 %); `null` = not measured, shown as "unknown". */
export interface SlmContext {
  slo: string;
  /** The `sli` label of `sli:current`. */
  sli: string | null;
  target: number | null;
  current: number | null;
  errorBudgetRemaining: number | null;
  burnRate: number | null;
  /** The most series that any of the four metrics answered with; above 1 the worst of them counts. */
  seriesCount: number;
  severity: ViolationSeverity | null;
}

export type ViolationSeverity = 'critical' | 'high' | 'medium' | 'low';

/** Burn rates above which a violation has each severity. */
export interface SlmThresholds {
  critical: number;
  high: number;
  medium: number;
}

export const defaultSlmThresholds: SlmThresholds = { critical: 0.05, high: 0.01, medium: 0.001 };

export type SlmReading = Omit<SlmContext, 'severity'>;

const rank: Record<ViolationSeverity, number> = { low: 0, medium: 1, high: 2, critical: 3 };

/** The highest severity that applies; `null` where nothing that was measured decides. */
export function violationSeverity(reading: SlmReading, thresholds: SlmThresholds): ViolationSeverity | null {
  const found = [
    burnSeverity(reading.burnRate, thresholds),
    reading.errorBudgetRemaining !== null && reading.errorBudgetRemaining <= 0 ? 'critical' : null,
    isUnderTarget(reading) ? 'high' : null,
  ].filter((severity): severity is ViolationSeverity => severity !== null);
  return found.reduce<ViolationSeverity | null>(
    (worst, severity) => (worst === null || rank[severity] > rank[worst] ? severity : worst),
    null,
  );
}

function burnSeverity(burnRate: number | null, thresholds: SlmThresholds): ViolationSeverity | null {
  if (burnRate === null) return null;
  if (burnRate > thresholds.critical) return 'critical';
  if (burnRate > thresholds.high) return 'high';
  return burnRate > thresholds.medium ? 'medium' : 'low';
}

export function isUnderTarget({ current, target }: Pick<SlmReading, 'current' | 'target'>): boolean {
  return current !== null && target !== null && current < target;
}

/** Whether the issue bears the label `slo-violation`. */
export function isViolation(slm: SlmContext): boolean {
  return (slm.severity !== null && rank[slm.severity] >= rank.medium) || isUnderTarget(slm);
}
