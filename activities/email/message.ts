import { alertTarget } from '../../domain/alert';
import { formatPercent } from '../../domain/issue/percent';
import { cut, plainText, singleLine } from '../../domain/issue/plain-text';
import type { OpeningNotice } from '../../domain/notification';
import { priorityNames } from '../../domain/priority';

/** Lines of mail are folded by the transport; this keeps a subject readable. */
const longestSubject = 250;
const longestText = 5_000;

/** `[High Priority] PodCPUHigh - app-xyz`, on one line whatever the alert holds. */
export function emailSubject({ alert, priority }: OpeningNotice): string {
  const about = [alert.labels.alertname, alertTarget(alert.labels)].filter(Boolean).join(' - ');
  return cut(singleLine(`[${priorityNames[priority.priority]} Priority] ${about}`), longestSubject);
}

interface Content {
  facts: [string, string][];
  paragraphs: string[];
  links: [string, string][];
}

export function emailText(notice: OpeningNotice, workflowLink: string | undefined): string {
  const { facts, paragraphs, links } = contentOf(notice, workflowLink);
  const lines = [...facts, ...links].map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\n')}\n\n${paragraphs.join('\n\n')}\n\nSent by agent-sre\n`;
}

export function emailHtml(notice: OpeningNotice, workflowLink: string | undefined): string {
  const { facts, paragraphs, links } = contentOf(notice, workflowLink);
  const rows = facts.map(
    ([name, value]) => `<tr><th align="left">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const texts = paragraphs.map((text) => `<p style="white-space: pre-wrap">${escapeHtml(text)}</p>`);
  const anchors = links.map(([name, address]) => `<a href="${escapeHtml(address)}">${escapeHtml(name)}</a>`);
  return `<table>${rows.join('')}</table>${texts.join('')}<p>${anchors.join(' · ')}</p><p>Sent by agent-sre</p>`;
}

function contentOf({ alert, slm, priority, issue, next }: OpeningNotice, workflowLink: string | undefined): Content {
  const { labels, annotations } = alert;
  const impact =
    slm &&
    `${slm.slo}: current ${formatPercent(slm.current)}, target ${formatPercent(slm.target)}, error budget left ${formatPercent(slm.errorBudgetRemaining)}`;
  const facts: [string, string | undefined | null][] = [
    ['Alert', labels.alertname],
    ['Target', alertTarget(labels)],
    ['Severity', labels.severity],
    ['Priority', priority.reason],
    ['Started', alert.startsAt],
    ['SLO impact', impact ?? 'none known'],
    ['Issue', issue?.identifier ?? 'not opened yet'],
  ];
  const links: [string, string | undefined][] = [
    ['Linear issue', issue?.url],
    ['Temporal workflow', workflowLink],
  ];
  return {
    facts: facts.flatMap(([name, value]) => (value ? [[name, cut(singleLine(value), 500)] as [string, string]] : [])),
    paragraphs: [annotations.summary, annotations.description, `Next: ${next}`].flatMap((text) =>
      text ? [cut(plainText(text), longestText)] : [],
    ),
    links: links.filter((link): link is [string, string] => link[1] !== undefined),
  };
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
