import { Context } from '@temporalio/activity';
import { describeAnswer, isTemporary, minPollMs, pollDelay } from './call';
import type { AwaitFunctionInput, AwaitFunctionResult } from './contract';
import { exchange } from './exchange';

/** The last poll is made this long before the deadline, so that there is time for its answer. */
const lastPollMs = 1_000;
const retryMs = 2_000;

export interface Polling extends AwaitFunctionInput {
  url: URL;
  fetch: typeof fetch;
  clock: () => number;
  /** Told what keeps the end from being known. */
  onTrouble: (trouble: string) => void;
}

/** Asks the status address until it says how the call ended, bearing with every failure that can pass, or until the deadline. */
export async function pollUntilEnd(polling: Polling): Promise<AwaitFunctionResult> {
  const remainingMs = (): number => Date.parse(polling.deadline) - polling.clock();
  let trouble = 'it still runs';
  let waitMs = polling.pollAfterMs;
  for (;;) {
    await Context.current().sleep(Math.max(minPollMs, Math.min(waitMs, remainingMs() - lastPollMs)));
    if (remainingMs() <= 0) break;
    const poll = await pollOnce(polling, remainingMs());
    if ('kind' in poll) return poll;
    ({ trouble, waitMs } = poll);
    polling.onTrouble(trouble);
  }
  return {
    kind: 'unknown',
    message: `The end of ${polling.function} was not learnt before its time was up: ${trouble}.`,
  };
}

type Poll = AwaitFunctionResult | { trouble: string; waitMs: number };

async function pollOnce({ url, function: name, fetch: send, clock }: Polling, timeoutMs: number): Promise<Poll> {
  const answer = await exchange(send, { url, method: 'GET', timeoutMs });
  if (answer.kind === 'broken') return { trouble: `its status address ${answer.reason}`, waitMs: retryMs };
  const waitMs = pollDelay(answer.headers, clock());
  if (isTemporary(answer.status)) return { trouble: `its status address answered ${answer.status}`, waitMs };
  const { status, message } = answer.body;
  if (answer.status === 202 || (answer.status === 200 && status === 'running'))
    return { trouble: 'it still runs', waitMs };
  if (answer.status === 200 && (status === 'succeeded' || status === 'failed')) {
    return { kind: status, message: message || `The function ${name} said that it ${status}.` };
  }
  const hint = 'A status address answers 200 with {"status": "succeeded", "failed" or "running"}.';
  return { kind: 'unknown', message: `On its status address: ${describeAnswer(answer, name)} ${hint}` };
}
