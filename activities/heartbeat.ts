import { Context } from '@temporalio/activity';

const intervalMs = 1_000;

/**
 * Heartbeats every second while `work` runs, so that a dead worker is noticed and a cancellation arrives. The details
 * are taken anew for each beat; the first beat goes out before `work` begins.
 */
export async function whileHeartbeating<T>(details: () => unknown, work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = (): void => context.heartbeat(details());
  beat();
  const timer = setInterval(beat, intervalMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
