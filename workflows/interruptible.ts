import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';

/** Runs `work` to its end, or cancels it as soon as `stop` holds; then the answer is `undefined` unless it made it. */
export async function interruptible<T>(work: () => Promise<T>, stop: () => boolean): Promise<T | undefined> {
  const scope = new CancellationScope();
  let over = false;
  const running = scope
    .run(work)
    .catch((error: unknown) => {
      if (isCancellation(error)) return undefined;
      throw error;
    })
    .finally(() => {
      over = true;
    });
  // A failure is seen below, where `running` is awaited; this only keeps it from counting as unhandled until then.
  running.catch(() => undefined);
  await condition(() => over || stop());
  if (!over) scope.cancel();
  return running;
}
