import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowSignalWithStartOptions } from '@temporalio/client';
import type { Alert } from '../domain/alert';
import { alertTarget } from '../domain/alert';
import type { IncidentPhase } from '../domain/incident';
import { inertLine } from '../domain/issue/markdown';
import { cut, singleLine } from '../domain/issue/plain-text';
import { memoLabelsLimit, trimLabels } from '../domain/trim';
import {
  type AlertFired,
  type IncidentMemo,
  incidentWorkflowId,
  type SearchAttributeName,
  signals,
} from '../workflows/contracts';

/** Bytes of UTF-8 that a Keyword keeps in every visibility store. */
const keywordLimit = 255;
/** Characters; Temporal refuses a summary above 400 bytes, and a character has up to three. */
const summaryLimit = 120;

type SignalWithStart = WorkflowSignalWithStartOptions<[AlertFired]> & { args: [] };

/** How an incident is started by the alert that fired; the workflow's own input is that first signal. */
export function incidentStartOptions(fired: AlertFired, taskQueue: string): SignalWithStart {
  const { alert } = fired;
  return {
    workflowId: incidentWorkflowId(alert.fingerprint),
    taskQueue,
    args: [],
    signal: signals.alertFired,
    signalArgs: [fired],
    typedSearchAttributes: new TypedSearchAttributes(searchAttributesOf(alert)),
    memo: { ...memoOf(alert) },
    staticSummary: inertLine(headline(alert), summaryLimit),
  };
}

const labelAttributes: [SearchAttributeName, string][] = [
  ['AlertName', 'alertname'],
  ['Severity', 'severity'],
  ['Cluster', 'cluster'],
  ['Namespace', 'namespace'],
  ['Service', 'service'],
  ['Slo', 'slo'],
];
const openingPhase: IncidentPhase = 'opening';

function searchAttributesOf({ labels }: Alert) {
  const pair = (name: SearchAttributeName, value: string) => ({
    key: defineSearchAttributeKey(name, 'KEYWORD'),
    value: keywordOf(value),
  });
  const fromLabels = labelAttributes.flatMap(([name, label]) => (labels[label] ? [pair(name, labels[label])] : []));
  return [...fromLabels, pair('IncidentPhase', openingPhase)];
}

function memoOf(alert: Alert): IncidentMemo {
  return {
    summary: cut(singleLine(headline(alert)), summaryLimit),
    labels: trimLabels(alert.labels, memoLabelsLimit),
    startsAt: alert.startsAt,
    ...(alert.receiver !== undefined && { receiver: keywordOf(alert.receiver) }),
  };
}

/** Which alert, and what it is about. */
function headline({ labels }: Alert): string {
  const target = alertTarget(labels);
  return target === undefined ? labels.alertname! : `${labels.alertname} on ${target}`;
}

/** The longest beginning that has at most `keywordLimit` bytes. */
function keywordOf(text: string): string {
  if (Buffer.byteLength(text) <= keywordLimit) return text;
  return Buffer.from(text)
    .subarray(0, keywordLimit)
    .toString()
    .replace(/\uFFFD+$/, '');
}
