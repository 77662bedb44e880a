import { Client, type ClientOptions, type Connection, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Alert } from '../domain/alert';
import {
  type AlertFired,
  type AlertResolved,
  incidentIdPrefix,
  incidentWorkflowId,
  incidentWorkflowType,
  reconcilerIdPrefix,
  signals,
} from '../workflows/contracts';
import { signalled, translated } from './failures';
import { type AlertGateway, MessageRefusedError, type Signalled } from './gateway';
import { clientWithRequestId, minuteOf, requestIdOf, type SignalOutcome } from './request-id';
import { incidentStartOptions } from './start-options';

export interface TemporalGatewayDeps {
  connection: Connection;
  namespace: string;
  taskQueue: string;
  /** Interceptors and data converter, the same as the worker's. */
  clientOptions?: Omit<ClientOptions, 'connection' | 'namespace'>;
  clock?: () => Date;
}

/** Longest time that one call may take, with the connection's own retries, in milliseconds. */
const callDeadlineMs = 2_000;

export function createTemporalGateway(deps: TemporalGatewayDeps): AlertGateway {
  const { connection, taskQueue, clock = () => new Date() } = deps;
  const options = { ...deps.clientOptions, namespace: deps.namespace };
  const client = new Client({ ...options, connection });
  const inTime = <T>(call: () => Promise<T>): Promise<T> => connection.withDeadline(Date.now() + callDeadlineMs, call);

  const signal = (fingerprint: string, name: string, argument: object, ...facts: string[]): Promise<Signalled> => {
    const sender = clientWithRequestId(connection, options, requestIdOf(name, fingerprint, ...facts));
    const handle = sender.workflow.getHandle(incidentWorkflowId(fingerprint));
    return signalled(() => inTime(() => handle.signal(name, argument)));
  };

  return {
    async fired(alert, seenActiveAt) {
      const now = clock();
      const fired: AlertFired = { alert, receivedAt: now.toISOString(), ...(seenActiveAt && { seenActiveAt }) };
      const outcome: SignalOutcome = {};
      const requestId = requestIdOf(...alertFacts(alert), seenActiveAt ?? '', minuteOf(now));
      const sender = clientWithRequestId(connection, options, requestId, outcome);
      const start = incidentStartOptions(fired, taskQueue);
      await translated(() => inTime(() => sender.workflow.signalWithStart(incidentWorkflowType, start)));
      return outcome.started ? 'started' : 'signalled';
    },
    resolved(alert) {
      const now = clock();
      const resolved: AlertResolved = { alert, receivedAt: now.toISOString() };
      return signal(alert.fingerprint, signals.alertResolved, resolved, ...alertFacts(alert), minuteOf(now));
    },
    reconciled: (fingerprint, standing) =>
      signal(fingerprint, signals.reconciled, standing, standing.by, standing.standing, standing.at),
    takeOver: (fingerprint, takeOver) =>
      signal(fingerprint, signals.takeOver, takeOver, takeOver.by, takeOver.reason ?? '', minuteOf(clock())),
    functionEnded: (fingerprint, ended) =>
      signal(fingerprint, signals.functionEnded, ended, ended.tokenHash, ended.status, ended.message ?? ''),
    async issueChanged(identifier, change) {
      const fingerprints = await translated(() => inTime(() => incidentsOfIssue(client, identifier)));
      const facts = [change.issueId, change.stateType, change.assigneeId ?? '', change.updatedAt];
      const told = await Promise.all(fingerprints.map((id) => signal(id, signals.issueChanged, change, ...facts)));
      return told.includes('signalled') ? 'signalled' : 'ignored';
    },
    triggerReconcilers: () => translated(() => inTime(() => triggerSchedules(client))),
  };
}

const alertFacts = (alert: Alert): string[] => [alert.fingerprint, alert.startsAt, alert.status, alert.endsAt ?? ''];

/** Fingerprints of the open incidents that have this issue. */
async function incidentsOfIssue(client: Client, identifier: string): Promise<string[]> {
  if (!/^[A-Za-z0-9]+-\d+$/.test(identifier))
    throw new MessageRefusedError('The identifier of the issue is not like SRE-12.');
  const query = `LinearIssue="${identifier}" AND WorkflowType="${incidentWorkflowType}" AND ExecutionStatus="Running"`;
  const found: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query }))
    found.push(workflowId.slice(incidentIdPrefix.length));
  return found;
}

async function triggerSchedules(client: Client): Promise<number> {
  const ids: string[] = [];
  for await (const { scheduleId } of client.schedule.list()) {
    if (scheduleId.startsWith(reconcilerIdPrefix)) ids.push(scheduleId);
  }
  await Promise.all(ids.map((id) => client.schedule.getHandle(id).trigger(ScheduleOverlapPolicy.SKIP)));
  return ids.length;
}
