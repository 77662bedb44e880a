import type { AlertSeverity } from './alert';
import type { SlmContext, ViolationSeverity } from './slm';

/** Linear's priorities: 1 urgent, 2 high, 3 normal, 4 low. */
export type Priority = 1 | 2 | 3 | 4;

export const priorityNames: Record<Priority, string> = { 1: 'Urgent', 2: 'High', 3: 'Normal', 4: 'Low' };

export interface PriorityDecision {
  priority: Priority;
  /** Why, as a sentence for the issue. */
  reason: string;
}

const table: Record<AlertSeverity, Record<ViolationSeverity | 'none', Priority>> = {
  critical: { critical: 1, high: 1, medium: 2, low: 2, none: 2 },
  warning: { critical: 2, high: 2, medium: 3, low: 3, none: 3 },
  info: { critical: 4, high: 4, medium: 4, low: 4, none: 4 },
};

const raisingBurnRate = 0.05;
const loweringBurnRate = 0.0001;

export function decidePriority(severity: AlertSeverity, slm: SlmContext | null): PriorityDecision {
  const base = table[severity][slm?.severity ?? 'none'];
  const basis = slm?.severity
    ? `alert severity ${severity} with violation severity ${slm.severity}`
    : `alert severity ${severity} without a known SLO violation`;
  const adjusted = adjust(base, severity, slm);
  const reason = `${priorityNames[adjusted.priority]} because of ${basis}${adjusted.because}.`;
  return { priority: adjusted.priority, reason };
}

function adjust(
  base: Priority,
  severity: AlertSeverity,
  slm: SlmContext | null,
): { priority: Priority; because: string } {
  const burnRate = slm?.burnRate ?? null;
  if (burnRate === null || severity === 'info') return { priority: base, because: '' };
  if (burnRate > raisingBurnRate && base > 1) {
    return {
      priority: (base - 1) as Priority,
      because: `, raised by one because the burn rate is over ${raisingBurnRate}`,
    };
  }
  const meetsTarget = slm!.current !== null && slm!.target !== null && slm!.current >= slm!.target;
  if (burnRate < loweringBurnRate && meetsTarget && severity !== 'critical' && base < 4) {
    const because = `, lowered by one because the burn rate is under ${loweringBurnRate} and the SLI meets its target`;
    return { priority: (base + 1) as Priority, because };
  }
  return { priority: base, because: '' };
}
