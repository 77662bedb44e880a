import { workflowLink } from '../domain/links';
import type { Stack } from '../stack/start';
import type { IncidentFacts } from './facts';

/** Pages that show the incident, by what they are. */
export function incidentLinks(stack: Stack, { workflow, issue }: IncidentFacts): [string, string][] {
  const bases = { temporalUiUrl: stack.temporal.uiUrl, temporalNamespace: 'default' };
  const history = workflow && workflowLink(bases, workflow);
  const { linear, slack, smtp, fleet } = stack.sandbox;
  const { prometheus, alertmanager } = stack.monitoring!;
  return [
    ['Linear issue', issue ? `${linear.url}/issue/${issue.identifier}` : linear.url],
    ['Temporal workflow', history ?? stack.temporal.uiUrl ?? ''],
    ['Slack', slack.url],
    ['Mail', smtp.url],
    ['Fleet', fleet.url],
    ['Prometheus', `${prometheus.url}/alerts`],
    ['Alertmanager', alertmanager.url],
  ];
}

/** Takes the third replica away while the load stays, so that the alert fires again. */
export function raiseAgain({ sandbox }: Stack): string {
  return `curl -d replicas=2 -d load=190 ${sandbox.fleet.url}/fleet/production/app`;
}
