import type { Alert } from '../alert';
import type { IssueDraft } from '../incident';
import { codeBlock, codeSpan, inertLine, inertText, untrustedLink } from './markdown';
import { cut, renderWithin } from './plain-text';
import { slmFacts } from './slm-facts';

export interface BodyLinks {
  workflowId: string;
  /** Link to this workflow in the Temporal Web UI, where that is configured. */
  workflow?: string;
}

/** Why the issue has no assignee: nobody is on call, or Linear knows no such user. */
export type Unassigned = 'nobody-on-call' | 'unknown-user';

/** The parts together stay under 60,000 characters, whatever the alert holds. */
const limits = { summary: 2_000, description: 22_000, list: 9_000, value: 600, parameters: 4_000 };

const keyLabels = [
  'cluster',
  'namespace',
  'service',
  'deployment',
  'statefulset',
  'daemonset',
  'job_name',
  'pod',
  'container',
  'node',
  'instance',
];

/** Annotations that stand elsewhere in the body. */
const placedAnnotations = new Set([
  'summary',
  'description',
  'lambda_function',
  'lambda_parameters',
  'runbook_url',
  'dashboard',
  'dashboard_url',
]);

/** The issue's description in Markdown, every section in its fixed place. */
export function issueBody(draft: IssueDraft, links: BodyLinks, unassigned: Unassigned | null): string {
  const { alert } = draft;
  return [
    section('Alert Details', alertDetails(draft, unassigned)),
    section('SLM Context', slmContext(draft)),
    section('Description', description(alert)),
    section('Labels', facts(Object.entries(alert.labels))),
    section('Annotations', facts(Object.entries(alert.annotations).filter(([name]) => !placedAnnotations.has(name)))),
    section('Remediation', remediation(draft)),
    section('Links', linkList(alert, links)),
    section('Correlation ID', correlationId(alert, links.workflowId)),
    '*Created by agent-sre*',
  ].join('\n\n');
}

const section = (heading: string, content: string): string => `## ${heading}\n\n${content || 'None.'}`;

function alertDetails({ alert, priority, assignee }: IssueDraft, unassigned: Unassigned | null): string {
  const { labels } = alert;
  const lines = [
    fact('Alert', labels.alertname ?? 'unknown'),
    fact('Severity', labels.severity ?? 'unknown'),
    fact('Started', alert.startsAt),
    ...keyLabels.filter((name) => labels[name]).map((name) => fact(name, labels[name]!)),
    fact('Priority', priority.reason),
  ];
  if (unassigned === 'nobody-on-call') lines.push('- **Assignee**: nobody, because nobody is on call by the schedule');
  if (unassigned === 'unknown-user') {
    lines.push(
      `- **Assignee**: nobody, because Linear knows no active user with the email ${codeSpan(assignee?.email ?? '')}`,
    );
  }
  return lines.join('\n');
}

function slmContext({ alert, slm }: IssueDraft): string {
  if (slm) return slmFacts(slm);
  return alert.labels.slo ? 'Not read: SLM is switched off.' : 'None: the alert has no label `slo`.';
}

function description({ annotations }: Alert): string {
  const written = annotations.description ?? '';
  const shown = inertText(written, limits.description);
  const wasCut = shown.endsWith('…') && !written.trimEnd().endsWith('…');
  const marker = wasCut ? '*The description is longer than is shown here.*' : '';
  return [inertText(annotations.summary ?? '', limits.summary), shown, marker].filter(Boolean).join('\n\n');
}

function remediation({ alert, selection }: IssueDraft): string {
  const written = alert.annotations.lambda_function;
  if (!written?.trim()) return 'None annotated on the alert rule.';
  const lines = [fact('Function', written)];
  if (selection && !selection.plan) lines.push(fact('Not usable', selection.reason));
  return `${lines.join('\n')}\n- **Parameters**:\n\n${parameters(alert.annotations.lambda_parameters)}`;
}

/** Laid out where it is JSON, and as it was written where not. */
function parameters(written: string | undefined): string {
  if (!written?.trim()) return codeBlock('{}', 'json', limits.parameters);
  try {
    return codeBlock(JSON.stringify(JSON.parse(written), null, 2), 'json', limits.parameters);
  } catch {
    return codeBlock(written, '', limits.parameters);
  }
}

function linkList({ generatorURL, annotations }: Alert, { workflow }: BodyLinks): string {
  const dashboard = annotations.dashboard ?? annotations.dashboard_url;
  const links = [
    generatorURL && untrustedLink('Prometheus', generatorURL),
    annotations.runbook_url && untrustedLink('Runbook', annotations.runbook_url),
    dashboard && untrustedLink('Dashboard', dashboard),
    workflow && `[Temporal workflow](${workflow})`,
  ];
  return links
    .filter(Boolean)
    .map((link) => `- ${link}`)
    .join('\n');
}

function correlationId({ correlationId: written, startsAt }: Alert, workflowId: string): string {
  return renderWithin(written ?? `${workflowId} ${startsAt}`, limits.value, codeSpan);
}

const fact = (name: string, value: string): string =>
  `- **${inertLine(name, 200)}**: ${inertLine(value, limits.value)}`;

/** As many facts as fit, and how many do not. */
function facts(entries: [string, string][]): string {
  const lines: string[] = [];
  let length = 0;
  for (const [name, value] of entries) {
    const line = fact(cut(name, 200), value);
    length += line.length + 1;
    if (length > limits.list)
      return [...lines, `- and ${entries.length - lines.length} more, not shown here`].join('\n');
    lines.push(line);
  }
  return lines.join('\n');
}
