import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

export const workflowId = 'incident/0a1b2c3d4e5f6071';

/** Runs `work` as one attempt of an activity of the incident's workflow. */
export function asActivity<T>(work: () => Promise<T>, attempt = 1): Promise<T> {
  const info = { attempt, workflowExecution: { workflowId, runId: 'run-1' }, scheduledTimestampMs: Date.now() };
  return new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') }).run(work) as Promise<T>;
}
