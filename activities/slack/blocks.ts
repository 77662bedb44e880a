import type { KnownBlock, PlainTextElement } from '@slack/web-api';
import { alertTarget } from '../../domain/alert';
import { formatPercent } from '../../domain/issue/percent';
import type { OpeningNotice } from '../../domain/notification';
import { priorityNames } from '../../domain/priority';
import type { SlmContext } from '../../domain/slm';
import { inertSlackLine, inertSlackText } from './text';

/** Limits of Block Kit, in characters. */
const limits = { header: 150, section: 3_000, field: 2_000 };

/** Id of the button that asks the incident to stop automation; its value is the Workflow Id. */
const takeOverAction = 'take-over';

export interface OpeningLinks {
  workflowId: string;
  /** Link to the workflow in the Temporal Web UI, where that is configured. */
  workflow?: string;
}

/** The message in one line, for notifications and for clients without blocks. */
export function openingText({ alert, priority }: OpeningNotice): string {
  const about = [alert.labels.alertname, alertTarget(alert.labels)].filter(Boolean).join(' - ');
  return inertSlackLine(`[${priorityNames[priority.priority]} Priority] ${about}`, limits.header);
}

/** Text of others stands in plain text objects only, where Slack reads no markup. */
export function openingBlocks(notice: OpeningNotice, links: OpeningLinks): KnownBlock[] {
  const { alert, onCall, next } = notice;
  const description = alert.annotations.summary ?? alert.annotations.description ?? '';
  const text = inertSlackText(description, limits.section);
  return [
    { type: 'header', text: plain(openingText(notice)) },
    { type: 'section', fields: facts(notice).map((fact) => plain(inertSlackLine(fact, limits.field))) },
    ...(text ? [{ type: 'section' as const, text: plain(text) }] : []),
    { type: 'section', text: plain(inertSlackText(`Next: ${next}`, limits.section)) },
    ...(onCall
      ? [{ type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: `On call: ${mention(onCall)}` }] }]
      : []),
    { type: 'actions', elements: buttons(notice, links) },
  ];
}

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });

function facts({ alert, priority, slm, issue }: OpeningNotice): string[] {
  return [
    `Priority: ${priorityNames[priority.priority]}`,
    `SLO impact: ${sloImpact(slm)}`,
    `Severity: ${alert.labels.severity ?? 'unknown'}`,
    `Started: ${alert.startsAt}`,
    ...['cluster', 'namespace', 'service']
      .filter((name) => alert.labels[name])
      .map((name) => `${name}: ${alert.labels[name]}`),
    `Issue: ${issue?.identifier ?? 'not opened yet'}`,
  ];
}

function sloImpact(slm: SlmContext | null): string {
  if (!slm) return 'none known';
  const [current, target, budget] = [slm.current, slm.target, slm.errorBudgetRemaining].map(formatPercent);
  return `${slm.slo} at ${current} of ${target}, error budget left ${budget}, violation ${slm.severity ?? 'unknown'}`;
}

/** A mention notifies the person; where no member id is known, or it is none, their name stands there. */
function mention({ name, slack }: NonNullable<OpeningNotice['onCall']>): string {
  return slack && /^[UW][A-Z0-9]{2,}$/.test(slack) ? `<@${slack}>` : inertSlackLine(name, 200);
}

type Buttons = Extract<KnownBlock, { type: 'actions' }>['elements'];

function buttons({ issue }: OpeningNotice, { workflowId, workflow }: OpeningLinks): Buttons {
  return [
    ...(issue
      ? [{ type: 'button' as const, text: plain('Open in Linear'), url: issue.url, action_id: 'open-linear' }]
      : []),
    ...(workflow
      ? [{ type: 'button' as const, text: plain('Open in Temporal'), url: workflow, action_id: 'open-temporal' }]
      : []),
    { type: 'button', text: plain('Take over'), style: 'danger', action_id: takeOverAction, value: workflowId },
  ];
}
