import type {
  Client,
  ScheduleDescription,
  ScheduleOptions,
  ScheduleOptionsAction,
  ScheduleUpdateOptions,
} from '@temporalio/client';
import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { AlertmanagerConfig } from '../config/types';
import { reconcilerIdPrefix } from '../workflows/contracts';

export interface ReconcilerPlan {
  alertmanagers: AlertmanagerConfig[];
  taskQueue: string;
  /** Milliseconds. */
  interval: number;
}

/**
 * One schedule for each Alertmanager and one for Linear, made or brought up to date; schedules of Alertmanagers that
 * are no longer configured are deleted.
 */
export async function ensureReconcilers(client: Client, plan: ReconcilerPlan): Promise<void> {
  const prefix = `${reconcilerIdPrefix}${plan.taskQueue}/`;
  const wanted = new Map<string, { type: string; args: unknown[] }>([
    [`${prefix}linear-issues`, { type: 'reconcileLinear', args: [] }],
    ...plan.alertmanagers.map(({ name }): [string, { type: string; args: unknown[] }] => [
      `${prefix}alertmanager-${name}`,
      { type: 'reconcileAlertmanager', args: [name] },
    ]),
  ]);
  for await (const { scheduleId } of client.schedule.list()) {
    if (scheduleId.startsWith(prefix) && !wanted.has(scheduleId)) await deleteSchedule(client, scheduleId);
  }
  for (const [scheduleId, { type, args }] of wanted)
    await ensureSchedule(client, scheduleOptions(scheduleId, type, args, plan));
}

/** Another worker that starts at the same moment may have been first. */
async function deleteSchedule(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

async function ensureSchedule(client: Client, options: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(options);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, action, policies } = options;
    const update = ({ state }: ScheduleDescription): ScheduleUpdateOptions => ({ spec, action, policies, state });
    await client.schedule.getHandle(options.scheduleId).update(update);
  }
}

function scheduleOptions(
  scheduleId: string,
  workflowType: string,
  args: unknown[],
  plan: ReconcilerPlan,
): ScheduleOptions {
  const action: ScheduleOptionsAction = {
    type: 'startWorkflow',
    workflowType,
    workflowId: scheduleId,
    args,
    taskQueue: plan.taskQueue,
    workflowExecutionTimeout: '10m',
    staticSummary: 'Compares the open incidents with what outside systems say',
  };
  return {
    scheduleId,
    spec: { intervals: [{ every: plan.interval }] },
    action,
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10s' },
  };
}
