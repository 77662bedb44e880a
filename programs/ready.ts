import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child';

/** Time that a program has to become ready on a busy machine, in ms. */
const readyTimeout = 60_000;
const pollInterval = 50;

/**
 * Waits until `probe` says true. Where the program ends before, or its time is up, it is stopped and the error carries
 * what it wrote last.
 */
export async function waitUntilReady(name: string, child: Child, probe: () => Promise<boolean>): Promise<void> {
  let ended: string | undefined;
  void child.exited.then((reason) => (ended = reason));
  const deadline = Date.now() + readyTimeout;
  while (!(await probe().catch(() => false))) {
    if (ended === undefined && Date.now() < deadline) {
      await sleep(pollInterval);
      continue;
    }
    await child.stop();
    throw new Error(`${ended ?? `${name} was not ready within ${readyTimeout / 1000} s`}:\n${child.lastOutput()}`);
  }
}

/** True once an HTTP address answers with success. */
export const answers = (url: string) => async (): Promise<boolean> =>
  (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
