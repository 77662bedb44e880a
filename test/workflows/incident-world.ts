import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Assessment, AssessmentActivities } from '../../activities/assessment/contract';
import type { FunctionActivities } from '../../activities/functions/contract';
import type { HistoryActivities } from '../../activities/history/contract';
import type { LinearActivities, OpenIssueInput, UpdateIssueInput } from '../../activities/linear/contract';
import type { SlackActivities } from '../../activities/slack/contract';
import type { VerificationActivities } from '../../activities/verification/contract';
import type { Alert } from '../../domain/alert';
import { fingerprintOf } from '../../domain/fingerprint';
import type { VerificationResult } from '../../domain/remediation';
import { selectByAnnotation } from '../../domain/selection';
import { createTemporalGateway } from '../../gateway/temporal-gateway';
import type { IncidentView } from '../../workflows/contracts';
import { incidentQuery, incidentWorkflowId, linearTaskQueue, slackTaskQueue } from '../../workflows/contracts';

type Activities = AssessmentActivities &
  FunctionActivities &
  HistoryActivities &
  LinearActivities &
  SlackActivities &
  VerificationActivities;

/** What the outside world saw, in order: `open`, `comment:<kind>`, `state:<to>`, `call`, `verify`, `slack:<…>`. */
export type Seen = string[];

export interface World {
  /** Workflow Ids of the incidents that were fired. */
  fired: Set<string>;
  seen: Seen;
  opened: OpenIssueInput[];
  updates: UpdateIssueInput[];
  client: Client;
  taskQueue: string;
  gateway: ReturnType<typeof createTemporalGateway>;
  /** Replaces activities while the world runs. */
  activities: Activities;
  settings: Assessment['settings'];
  work(): Promise<void>;
  stop(): Promise<void>;
}

const address = process.env.TEMPORAL_TEST_ADDRESS ?? '';
/** The bundle of the build, with the interceptors of the product; made by jest's global set-up. */
const workflowBundle = { codePath: process.env.WORKFLOW_BUNDLE_PATH ?? '' };

/** A worker with the real workflows and activities that only note what was asked of them; `idle`: it begins with `work()`. */
export async function startWorld({ idle = false } = {}): Promise<World> {
  const taskQueue = `test-${randomUUID()}`;
  const seen: Seen = [];
  const opened: OpenIssueInput[] = [];
  const updates: UpdateIssueInput[] = [];
  const settings: Assessment['settings'] = {
    reopenWindow: 3_000,
    verifyTimeout: 4_000,
    cooldown: 60_000,
    channels: { slack: true, email: false },
  };
  const activities = notingActivities(seen, opened, updates, settings);
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  let stopWorkers = async (): Promise<void> => undefined;
  const work = async (): Promise<void> => {
    stopWorkers = await startWorkers(taskQueue, activities);
  };
  if (!idle) await work();
  const gateway = createTemporalGateway({ connection, namespace: 'default', taskQueue });
  const fired = new Set<string>();
  const deliver = gateway.fired;
  gateway.fired = (alert, seenActiveAt) => {
    fired.add(incidentWorkflowId(alert.fingerprint));
    return deliver(alert, seenActiveAt);
  };
  return {
    fired,
    seen,
    opened,
    updates,
    client,
    taskQueue,
    gateway,
    activities,
    settings,
    work,
    async stop() {
      await stopWorkers();
      await connection.close();
    },
  };
}

async function startWorkers(taskQueue: string, activities: Activities): Promise<() => Promise<void>> {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
  } catch {
    // Installed by an earlier world of the same file.
  }
  const connection = await NativeConnection.connect({ address });
  const late = Object.fromEntries(
    Object.keys(activities).map((name) => [
      name,
      (...args: never[]) => (activities[name as keyof Activities] as (...given: never[]) => unknown)(...args),
    ]),
  );
  const common = { connection, activities: late, shutdownGraceTime: '100ms', shutdownForceTime: '2s' } as const;
  const workers = [
    await Worker.create({ ...common, taskQueue, workflowBundle }),
    await Worker.create({ ...common, taskQueue: linearTaskQueue(taskQueue) }),
    await Worker.create({ ...common, taskQueue: slackTaskQueue(taskQueue) }),
  ];
  const running = workers.map((worker) => worker.run());
  return async () => {
    workers.forEach((worker) => worker.shutdown());
    await Promise.allSettled(running);
    await connection.close();
  };
}

function notingActivities(
  seen: Seen,
  opened: OpenIssueInput[],
  updates: UpdateIssueInput[],
  settings: Assessment['settings'],
): Activities {
  return {
    async assess(alert) {
      const selection = selectByAnnotation(alert, { catalogue: [], allowlist: ['*'], parameterMistakes: () => [] });
      return { settings, slm: null, selection, onCall: null };
    },
    readSlm: async () => null,
    readGate: async () => ({ slm: null, runs: [] }),
    lookBack: async () => ({ previous: null, active: false }),
    async openIssue(input) {
      opened.push(input);
      seen.push('open', ...input.comments.map(({ comment }) => `comment:${comment.kind}`));
      if (input.state === 'started') seen.push('state:started');
      return { id: `id-${input.fingerprint}`, identifier: 'SRE-1', url: 'http://issue', assigneeId: null };
    },
    async updateIssue(input) {
      updates.push(input);
      for (const write of input.writes) {
        seen.push(
          write.write === 'comment'
            ? `comment:${write.comment.kind}`
            : `${write.write}:${write.write === 'state' ? write.to : write.to.priority}`,
        );
      }
    },
    async callFunction() {
      seen.push('call');
      return { kind: 'succeeded', message: 'Scaled app from 2 to 3 replicas' };
    },
    awaitFunction: async () => ({ kind: 'succeeded', message: '' }),
    async verify() {
      seen.push('verify');
      return verdict('verified');
    },
    async postOpening() {
      seen.push('slack:opening');
      return { channel: 'C1', ts: '1' };
    },
    async postToThread({ text }) {
      seen.push(`slack:${text}`);
    },
  };
}

export function verdict(answer: VerificationResult['verdict']): VerificationResult {
  const now = new Date().toISOString();
  const status = answer === 'verified' ? 'passed' : answer === 'failed' ? 'failed' : 'not-available';
  const check = {
    name: 'CPU usage',
    status,
    measured: answer === 'unverified' ? null : '45%',
    expected: '< 80%',
  } as const;
  return { verdict: answer, checks: [check], startedAt: now, endedAt: now };
}

/** A firing alert of its own, so that no test meets another's incident. */
export function firingAlert(more: Partial<Alert> = {}): Alert {
  const labels = { alertname: 'PodCPUHigh', pod: `app-${randomUUID()}`, namespace: 'production', severity: 'warning' };
  return {
    fingerprint: fingerprintOf(labels),
    status: 'firing',
    labels,
    annotations: { lambda_function: 'scale-pod', lambda_parameters: '{"replicas":3}' },
    startsAt: new Date().toISOString(),
    endsAt: null,
    ...more,
  };
}

export function resolvedOf(alert: Alert, endsAt = new Date()): Alert {
  return { ...alert, status: 'resolved', endsAt: endsAt.toISOString() };
}

export function handleOf(world: World, alert: Alert): WorkflowHandle {
  return world.client.workflow.getHandle(incidentWorkflowId(alert.fingerprint));
}

export async function viewOf(world: World, alert: Alert): Promise<IncidentView> {
  return handleOf(world, alert).query<IncidentView>(incidentQuery);
}

/** Waits until `holds`, for at most ten seconds. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error(`Not within ${withinMs} ms: ${what}`);
}

/** Something that a test opens when others may go on. */
export function latch(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
