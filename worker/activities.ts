import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { createAlertmanager } from '../activities/alertmanager/client';
import { type AssessmentDeps, createAssessmentActivities } from '../activities/assessment/activities';
import { createAuditLog } from '../activities/audit/log';
import { createEmailActivities } from '../activities/email/activities';
import { createFunctionActivities } from '../activities/functions/activities';
import { createHistoryActivities } from '../activities/history/activities';
import { createKubernetesReader } from '../activities/kubernetes/client';
import { createLinearActivities } from '../activities/linear/activities';
import { scheduledOnCall } from '../activities/on-call/source';
import { createPrometheus, type Prometheus } from '../activities/prometheus/client';
import { readSlm } from '../activities/prometheus/slm';
import type { IncidentDirectory } from '../activities/reconcile/activities';
import { createReconcileActivities } from '../activities/reconcile/activities';
import { createSlackActivities } from '../activities/slack/activities';
import { createVerificationActivities } from '../activities/verification/activities';
import { parameterMistakes } from '../config/parameter-schema';
import type { WorkerConfig } from '../config/types';
import type { LastEpisode } from '../domain/incident';
import type { LinkBases } from '../domain/links';
import type { Log } from '../telemetry/log';
import { auditSink, createLinearClient, createMailTransport, createSlackClient } from './clients';

export interface ActivityDeps {
  config: WorkerConfig;
  incidents: IncidentDirectory;
  lastEpisode: (workflowId: string) => Promise<LastEpisode | null>;
  recentRuns: AssessmentDeps['recentRuns'];
  log: Log;
}

/** Every activity with its clients, by the queue that it is served on. */
export async function createActivities({ config, incidents, lastEpisode, recentRuns, log }: ActivityDeps) {
  const clock = Date.now;
  const links: LinkBases = {
    temporalUiUrl: config.temporal.uiUrl,
    temporalNamespace: config.temporal.namespace,
    grafanaUrl: config.grafanaUrl,
  };
  const audit = createAuditLog({ write: auditSink(config.auditLog), clock, writer: `${hostname()}/${process.pid}` });
  const linear = createLinearActivities({
    linear: createLinearClient(config.linear),
    teamKey: config.linear.teamKey,
    links,
    audit,
    clock,
  });
  const prometheus = config.prometheusUrl ? createPrometheus({ url: config.prometheusUrl }) : undefined;
  const alertmanagers = new Map(config.alertmanagers.map(({ name, url }) => [name, createAlertmanager({ url })]));
  const { kubeconfig, slack, smtp } = config;
  return {
    main: {
      ...createAssessmentActivities({ ...assessmentDeps(config, prometheus), recentRuns }),
      ...createHistoryActivities({ lastEpisode, alertmanagers: [...alertmanagers.values()] }),
      ...createFunctionActivities({
        urlTemplate: config.functionUrlTemplate,
        publicUrl: config.publicUrl,
        clock,
        randomBytes,
      }),
      ...createVerificationActivities({
        prometheus,
        kubernetes: kubeconfig ? createKubernetesReader({ kubeconfig }) : undefined,
        clock,
      }),
      ...createReconcileActivities({
        alertmanagers,
        prometheus,
        incidents,
        issueChanges: (since) => linear.listIssueChanges({ since }),
        receivers: config.alertmanagerReceivers,
        clock,
        log,
      }),
      ...(smtp && createEmailActivities({ transport: await createMailTransport(smtp), from: smtp.from, links })),
    },
    linear: { openIssue: linear.openIssue, updateIssue: linear.updateIssue },
    slack: slack
      ? createSlackActivities({ slack: await createSlackClient(slack), channel: slack.channel, links })
      : undefined,
  };
}

function assessmentDeps(config: WorkerConfig, prometheus: Prometheus | undefined): Omit<AssessmentDeps, 'recentRuns'> {
  const { timing, thresholds, onCall, catalogue, functionAllowlist: allowlist } = config;
  return {
    settings: {
      reopenWindow: timing.reopenWindow,
      verifyTimeout: timing.verifyTimeout,
      cooldown: timing.cooldown,
      channels: { slack: config.slack !== undefined, email: config.smtp !== undefined },
    },
    readSlo: config.slmEnabled ? (labels: Record<string, string>) => readSlm(prometheus, labels) : undefined,
    thresholds,
    selection: { catalogue, allowlist, parameterMistakes },
    onCall: scheduledOnCall(onCall),
    clock: Date.now,
  };
}
