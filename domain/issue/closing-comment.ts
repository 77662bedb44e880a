import type { BudgetImpact, Closing, TimeSplit } from '../incident';
import { durationInWords } from './duration';
import { inertLine } from './markdown';
import { formatPercent } from './percent';

const longestResolution = 300;

/** The last word on an incident. Where nobody said that the alert resolved it says what was found instead. */
export function closingComment(closing: Closing): string {
  return [closing.how === 'resolved' ? '## Alert Resolved' : '## Alert Gone', opening(closing), facts(closing)]
    .filter(Boolean)
    .join('\n\n');
}

function opening({ how, reason, beforeRemediation }: Closing): string {
  const found = how === 'gone' ? [`No sender lists the alert any more: ${inertLine(reason, 1_000)}`] : [];
  if (beforeRemediation) {
    found.push(how === 'gone' ? 'It was gone before remediation ran.' : 'The alert resolved before remediation ran.');
  }
  return found.join('\n\n');
}

function facts({ how, resolution, outcome, endsAt, timeToResolutionMs, budget, times }: Closing): string {
  const resolved = how === 'resolved';
  return [
    `- **Resolution**: ${inertLine(resolution, longestResolution)}`,
    `- **Outcome**: ${outcome}`,
    `- **${resolved ? 'Ended' : 'Found gone'}**: ${inertLine(endsAt)}`,
    `- **${resolved ? 'Time to resolution' : 'Time until found gone'}**: ${durationInWords(timeToResolutionMs)}`,
    `- **SLO impact**: ${sloImpact(budget)}`,
    `- **Time split**: ${timeSplit(times)}`,
  ].join('\n');
}

function sloImpact(budget: BudgetImpact | null): string {
  if (!budget) return 'unknown, because no SLO was measured for this alert';
  const { opening: first, lowest, closing } = budget;
  return `error budget ${formatPercent(first)} at opening, ${formatPercent(lowest)} at its lowest, ${formatPercent(closing)} at closing`;
}

function timeSplit(times: TimeSplit): string {
  const parts = (['wait', 'decide', 'approve', 'act', 'verify'] as const).map(
    (part) => `${part} ${durationInWords(times[part])}`,
  );
  return parts.join(', ');
}
