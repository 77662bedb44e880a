import { alertTarget } from '../domain/alert';
import type { Episode, IncidentState } from './incident-state';

/**
 * Markdown for the current details in the Web UI. The first line repeats the static summary, which continue-as-new
 * drops. Alert text stands in code spans, where nothing in it can become markup.
 */
export function currentDetails(state: IncidentState, episode: Episode): string {
  const { alert, issue, selection, outcome } = episode;
  const plan = selection.plan;
  const lines = [
    `**${code(alert.labels.alertname ?? 'alert')}** on ${code(alertTarget(alert.labels) ?? alert.fingerprint)}`,
    '',
    `- Phase: ${episode.phase}${outcome ? `, outcome ${outcome}` : ''}`,
    `- Firing since ${state.timeline.startsAt}${state.timeline.firing ? '' : `, ended ${state.timeline.endsAt}`}`,
    `- Linear issue: ${issue ? `[${issue.identifier}](${issue.url})` : 'not opened yet'}`,
    `- Remediation: ${plan ? `${code(plan.remediation)} on ${code(plan.target)}` : 'none selected'}`,
    `- Waiting for: ${episode.awaiting}`,
  ];
  if (outcome === null) {
    lines.push('- To take over, send the signal `takeOver` with `{"by": "your name", "reason": "why"}`.');
  }
  return lines.join('\n');
}

function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ').slice(0, 120)}\``;
}
