import { join } from 'node:path';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry/lib/worker';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { WorkerConfig } from '../config/types';
import { linearTaskQueue, slackTaskQueue } from '../workflows/contracts';
import type { createActivities } from './activities';

/** Time for running activities to end before they are cancelled; then a little more for the cancellation. */
const shutdownGraceTime = '20s';
const shutdownForceTime = '25s';

/** Slack's own limit for a channel. */
const slackMessagesPerSecond = 1;

interface WorkerDeps {
  config: WorkerConfig;
  connection: NativeConnection;
  activities: Awaited<ReturnType<typeof createActivities>>;
}

/** One worker for workflows and most activities, and one for each outside system with a rate limit of its own. */
export async function createWorkers({ config, connection, activities }: WorkerDeps): Promise<Worker[]> {
  const { namespace, taskQueue } = config.temporal;
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    namespace,
    shutdownGraceTime,
    shutdownForceTime,
    interceptors: { activity: [(context) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(context) })] },
  };
  const options: WorkerOptions[] = [
    {
      ...common,
      taskQueue,
      activities: activities.main,
      workflowBundle: { codePath: join(__dirname, '..', 'workflow-bundle.js') },
    },
    {
      ...common,
      taskQueue: linearTaskQueue(taskQueue),
      activities: activities.linear,
      maxTaskQueueActivitiesPerSecond: config.linear.maxPerSecond,
    },
  ];
  if (activities.slack) {
    options.push({
      ...common,
      taskQueue: slackTaskQueue(taskQueue),
      activities: { ...activities.slack },
      maxTaskQueueActivitiesPerSecond: slackMessagesPerSecond,
    });
  }
  return Promise.all(options.map((one) => Worker.create(one)));
}
