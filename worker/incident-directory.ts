import type { Client } from '@temporalio/client';
import type { IncidentDirectory, RunningIncident } from '../activities/reconcile/activities';
import type { LastEpisode } from '../domain/incident';
import type { PastRun } from '../domain/policy';
import type { AlertGateway } from '../gateway/gateway';
import type { IncidentMemo } from '../workflows/contracts';
import { incidentIdPrefix, incidentWorkflowId, incidentWorkflowType } from '../workflows/contracts';

/** The incidents as Temporal's visibility lists them, and the way to tell them something. */
export function createIncidentDirectory(client: Client, gateway: AlertGateway, taskQueue: string): IncidentDirectory {
  return {
    async running() {
      const query = `WorkflowType="${incidentWorkflowType}" AND ExecutionStatus="Running" AND TaskQueue="${taskQueue}"`;
      const found: RunningIncident[] = [];
      for await (const { workflowId, memo, searchAttributes } of client.workflow.list({ query, pageSize: 1_000 })) {
        const known = memo as Partial<IncidentMemo> | undefined;
        found.push({
          fingerprint: workflowId.slice(incidentIdPrefix.length),
          labels: known?.labels ?? {},
          receiver: known?.receiver,
          closed: firstOf(searchAttributes.IncidentPhase) === 'closed',
          issue: firstOf(searchAttributes.LinearIssue) ?? null,
        });
      }
      return found;
    },
    async fired(alert, seenActiveAt) {
      await gateway.fired(alert, seenActiveAt);
    },
    async standingChanged(by, at, { fingerprint, standing, because }) {
      await gateway.reconciled(fingerprint, { by, at, standing, because });
    },
    async issueChanged(identifier, change) {
      await gateway.issueChanged(identifier, change);
    },
  };
}

/** Incidents that are looked through for recent runs of a remediation, the newest first. */
const mostIncidents = 200;

/** What incidents ran of a remediation, as their memos say: those that are open, or ended since. */
export function recentRunsReader(
  client: Client,
  taskQueue: string,
): (remediation: string, since: string) => Promise<PastRun[]> {
  return async (remediation, since) => {
    const query = `WorkflowType="${incidentWorkflowType}" AND TaskQueue="${taskQueue}" AND Remediation="${remediation}" AND (ExecutionStatus="Running" OR CloseTime >= "${since}")`;
    const runs: PastRun[] = [];
    let read = 0;
    for await (const { memo } of client.workflow.list({ query, pageSize: mostIncidents })) {
      runs.push(...((memo as Partial<IncidentMemo> | undefined)?.runs ?? []));
      read += 1;
      if (read === mostIncidents) break;
    }
    return runs.filter((run) => run.remediation === remediation && run.endedAt >= since);
  };
}

/** Runs that turned out to be late duplicates bear no `lastEpisode` and are passed over. */
export function lastEpisodeReader(client: Client): (workflowId: string) => Promise<LastEpisode | null> {
  return async (workflowId) => {
    const id = incidentWorkflowId(workflowId.slice(incidentIdPrefix.length));
    const query = `WorkflowId="${id}" AND ExecutionStatus!="Running"`;
    const episodes: LastEpisode[] = [];
    for await (const { memo } of client.workflow.list({ query })) {
      const episode = (memo as Partial<IncidentMemo> | undefined)?.lastEpisode;
      if (episode) episodes.push(episode);
    }
    return episodes.reduce<LastEpisode | null>(
      (newest, one) => (!newest || one.closedAt > newest.closedAt ? one : newest),
      null,
    );
  };
}

function firstOf(value: unknown): string | undefined {
  return Array.isArray(value) ? (value[0] as string | undefined) : undefined;
}
