/** The activities as workflows see them: which run where, with which time-outs, and who retries. */
import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { AssessmentActivities } from '../activities/assessment/contract';
import type { EmailActivities } from '../activities/email/contract';
import type { FunctionActivities } from '../activities/functions/contract';
import type { HistoryActivities } from '../activities/history/contract';
import type { LinearActivities } from '../activities/linear/contract';
import type { SlackActivities } from '../activities/slack/contract';
import type { VerificationActivities } from '../activities/verification/contract';
import { linearTaskQueue, slackTaskQueue } from './contracts';

/** Cheap reads that may be repeated: local, so that they cost one event each and no dispatch. */
export const { assess, readGate, readSlm } = proxyLocalActivities<AssessmentActivities>({ startToCloseTimeout: '15s' });
export const { lookBack } = proxyLocalActivities<HistoryActivities>({ startToCloseTimeout: '15s' });

const writeRetry = { initialInterval: '500ms', maximumInterval: '1m' } as const;

/** How long remediation waits for the issue before it goes on without it. */
export const openPatience = '10s';

/** One stretch of trying to write; the next one is started by the workflow, so none outlives a continue-as-new. */
export const writePatience = '10m';

/** `step` names the activity in the Web UI and for a reset. Linear has a queue of its own, so that the queue's rate limit holds for all workers together. */
export function linear(step: string, patience: typeof openPatience | typeof writePatience): LinearActivities {
  return proxyActivities<LinearActivities>({
    summary: step,
    taskQueue: linearTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: patience === openPatience ? openPatience : '30s',
    scheduleToCloseTimeout: patience,
    retry: writeRetry,
  });
}

/** Slack takes one message a second and channel, which the queue's rate limit keeps. */
export function slack(step: string): SlackActivities {
  return proxyActivities<SlackActivities>({
    summary: step,
    taskQueue: slackTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: '15s',
    scheduleToCloseTimeout: '15m',
    retry: writeRetry,
  });
}

export const { emailOnCall } = proxyActivities<EmailActivities>({
  summary: 'email',
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '15m',
  retry: writeRetry,
});

/** A worker that dies is noticed by its missing heartbeat. */
const heartbeatTimeout = '5s';

/** Never retried by Temporal: the workflow decides about each attempt, because a resolved alert or a human may end it. */
export function functionCall(step: string, timeoutMs: number): FunctionActivities['callFunction'] {
  return proxyActivities<FunctionActivities>({
    summary: step,
    startToCloseTimeout: timeoutMs + 10_000,
    heartbeatTimeout,
    retry: { maximumAttempts: 1 },
  }).callFunction;
}

const pollOptions = {
  startToCloseTimeout: '25h',
  heartbeatTimeout,
  retry: { initialInterval: '500ms', maximumInterval: '5s' },
} as const;

/** Polling and measuring only read, so Temporal repeats them as often as workers die. */
export function functionEnd(step: string): FunctionActivities['awaitFunction'] {
  return proxyActivities<FunctionActivities>({ ...pollOptions, summary: step }).awaitFunction;
}

export function verification(step: string): VerificationActivities['verify'] {
  return proxyActivities<VerificationActivities>({ ...pollOptions, summary: step }).verify;
}
