/**
 * The yardstick: a workflow with no product code that makes the same two calls in a row, each from a remote activity.
 * Same SDK, same server and flags, same endpoints answering.
 */
import { proxyActivities } from '@temporalio/workflow';

const { post } = proxyActivities<{ post(url: string): Promise<void> }>({ startToCloseTimeout: '30s' });

export async function bareIncident(urls: string[]): Promise<void> {
  for (const url of urls) await post(url);
}
