import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { fingerprintOf } from '../domain/fingerprint';
import type { LedgerEntry } from '../sandbox/ledger';
import type { Stack } from '../stack/start';
import type { IncidentView } from '../workflows/contracts';
import { incidentQuery, incidentWorkflowId } from '../workflows/contracts';

export interface IncidentRound {
  /** Milliseconds from sending the webhook to its 202. */
  accepted: number;
  /** From sending the webhook to the issue in Linear. */
  issue: number;
  /** From sending the webhook to the call of the function. */
  call: number;
  /** Until the issue was completed, the linger after it left out. */
  events: number;
  bytes: number;
  actions: number;
}

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** One alert through the product: fired, remediated, resolved, closed. */
export async function incidentRound(stack: Stack, client: Client): Promise<IncidentRound> {
  const pod = `bench-${randomUUID()}`;
  const labels = { alertname: 'BenchAlert', pod, namespace: 'production', severity: 'warning', slo: 'availability' };
  const annotations = {
    summary: 'Measured',
    lambda_function: 'restart-pod',
    lambda_parameters: JSON.stringify({ namespace: 'production', pod: 'app-xyz' }),
  };
  const startsAt = new Date().toISOString();
  const alert = { labels, annotations, startsAt, generatorURL: '', fingerprint: fingerprintOf(labels) };

  const begun = Date.now();
  await deliver(stack, { ...alert, status: 'firing', endsAt: '0001-01-01T00:00:00Z' });
  const accepted = Date.now() - begun;
  const created = await entryOf(() => stack.sandbox.linear.ledger.entries('issueCreate'), pod);
  const called = await entryOf(() => stack.sandbox.functions.ledger.entries('restart-pod'), alert.fingerprint);

  const handle = client.workflow.getHandle(incidentWorkflowId(alert.fingerprint));
  const phase = async (): Promise<string> => (await handle.query<IncidentView>(incidentQuery)).phase;
  await until('the call is told', async () => ['waiting', 'escalated'].includes(await phase()));
  await deliver(stack, { ...alert, status: 'resolved', endsAt: new Date().toISOString() });
  await until('the incident is closed', async () => (await phase()) === 'closed');
  const { events = [] } = await handle.fetchHistory();
  const { historySize } = await handle.describe();
  const withoutLinger = (events ?? []).filter((event) => !isLinger(event));
  return {
    accepted,
    issue: Date.parse(created.at) - begun,
    call: Date.parse(called.at) - begun,
    events: withoutLinger.length,
    bytes: historySize ?? 0,
    actions: withoutLinger.filter(isBilled).length,
  };
}

async function deliver(stack: Stack, alert: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${stack.ports.ingress}/webhooks/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${stack.secrets.ingressToken}` },
    body: JSON.stringify({ version: '4', receiver: 'bench', status: 'firing', groupKey: 'bench', alerts: [alert] }),
  });
  if (response.status !== 202) throw new Error(`The ingress answered ${response.status}: ${await response.text()}`);
}

async function entryOf(read: () => readonly LedgerEntry[], text: string): Promise<LedgerEntry> {
  const find = (): LedgerEntry | undefined => read().findLast((entry) => JSON.stringify(entry).includes(text));
  await until(`${text} is in the ledger`, async () => find() !== undefined);
  return find()!;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(10)) {
    if (await holds()) return;
  }
  throw new Error(`Not within 30 s: ${what}. Look at the logs under .cache/bench/logs.`);
}

/** The linger is the last timer and what follows it. */
function isLinger(event: HistoryEvent): boolean {
  return Number(event.timerStartedEventAttributes?.startToFireTimeout?.seconds ?? 0) >= lingerSeconds - 60;
}

/** `reopenWindow` of the stack's configuration, which is left at its default. */
const lingerSeconds = 600;

/** What Temporal Cloud counts as an action: starts, signals, activities, timers, upserts, local activities. */
function isBilled(event: HistoryEvent): boolean {
  return Boolean(
    event.workflowExecutionStartedEventAttributes ??
    event.workflowExecutionSignaledEventAttributes ??
    event.activityTaskScheduledEventAttributes ??
    event.timerStartedEventAttributes ??
    event.upsertWorkflowSearchAttributesEventAttributes ??
    event.workflowPropertiesModifiedEventAttributes ??
    event.markerRecordedEventAttributes,
  );
}
