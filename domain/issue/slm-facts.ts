import type { SlmContext } from '../slm';
import { inertLine } from './markdown';
import { formatPercent } from './percent';

/** The SLM context as a list; what was not measured is "unknown". */
export function slmFacts(slm: SlmContext): string {
  const lines = [
    `- **SLO**: ${inertLine(slm.slo)}`,
    `- **SLI**: ${slm.sli === null ? 'unknown' : inertLine(slm.sli)}`,
    `- **Target**: ${formatPercent(slm.target)}`,
    `- **Current**: ${formatPercent(slm.current)}`,
    `- **Error budget remaining**: ${formatPercent(slm.errorBudgetRemaining)}`,
    `- **Error budget burn rate**: ${formatPercent(slm.burnRate)}`,
    `- **Violation severity**: ${slm.severity ?? 'unknown'}`,
  ];
  if (slm.seriesCount > 1) lines.push(`- The worst of ${slm.seriesCount} series is shown.`);
  return lines.join('\n');
}
