import { Context } from '@temporalio/activity';
import { whileHeartbeating } from '../heartbeat';
import { functionAddress, statusAddress } from './address';
import { describeAnswer, isTemporary, judgeCall, minPollMs, pollDelay } from './call';
import { createCallback } from './callback';
import type {
  AwaitFunctionInput,
  AwaitFunctionResult,
  CallFunctionInput,
  CallFunctionProgress,
  CallFunctionResult,
  FunctionActivities,
} from './contract';
import { exchange } from './exchange';

export interface FunctionDeps {
  /** Holds `{function}`. */
  urlTemplate: string;
  /** Base of the ingress as functions reach it; without it no callback is offered. */
  publicUrl?: string;
  fetch?: typeof fetch;
  /** Milliseconds since the epoch, such as `Date.now`. */
  clock: () => number;
  randomBytes: (size: number) => Buffer;
}

/** Calls functions over HTTP. Neither activity throws but when cancelled, and neither retries a call: the workflow decides. */
export function createFunctionActivities({ fetch: send = fetch, ...deps }: FunctionDeps): FunctionActivities {
  return {
    callFunction: (input) => callFunction({ ...deps, fetch: send }, input),
    awaitFunction: (input) => awaitFunction({ ...deps, fetch: send }, input),
  };
}

type Deps = FunctionDeps & { fetch: typeof fetch };

async function callFunction(deps: Deps, input: CallFunctionInput): Promise<CallFunctionResult> {
  const url = functionAddress(deps.urlTemplate, input.function);
  if (!url) return { kind: 'refused', message: 'The name of the function is not a DNS label, so it was not called.' };
  const callback = deps.publicUrl && createCallback(deps.publicUrl, input.fingerprint, deps.randomBytes);
  const callbackHash = callback ? callback.hash : null;
  const answer = await whileHeartbeating(
    (): CallFunctionProgress => ({ callbackHash }),
    () =>
      exchange(deps.fetch, {
        url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': input.idempotencyKey,
          ...(callback ? { 'agent-sre-callback': callback.url } : {}),
        },
        body: JSON.stringify(input.parameters),
        timeoutMs: input.timeoutMs,
      }),
  );
  return judgeCall(answer, { function: input.function, url, callbackHash, now: deps.clock() });
}

async function awaitFunction(deps: Deps, input: AwaitFunctionInput): Promise<AwaitFunctionResult> {
  const calledAt = functionAddress(deps.urlTemplate, input.function);
  const url = calledAt && statusAddress(input.statusUrl, calledAt);
  if (!url) {
    const message = `The status address of ${input.function} is not on the function's own origin, so it was not asked.`;
    return { kind: 'unknown', message };
  }
  let trouble = 'it still runs';
  return whileHeartbeating(
    () => ({ trouble }),
    async () => {
      let waitMs = input.pollAfterMs;
      for (;;) {
        const remainingMs = Date.parse(input.deadline) - deps.clock();
        if (remainingMs <= 0) return unknownEnd(input.function, trouble);
        await Context.current().sleep(Math.max(minPollMs, Math.min(waitMs, remainingMs - lastPollMs)));
        const poll = await pollOnce(deps, url, input);
        if ('kind' in poll) return poll;
        ({ trouble, waitMs } = poll);
      }
    },
  );
}

/** The last poll is made this long before the deadline, so that there is time for its answer. */
const lastPollMs = 1_000;

function unknownEnd(name: string, trouble: string): AwaitFunctionResult {
  return { kind: 'unknown', message: `The end of ${name} was not learnt before its time was up: ${trouble}.` };
}

type Poll = AwaitFunctionResult | { trouble: string; waitMs: number };

async function pollOnce(deps: Deps, url: URL, { function: name, deadline }: AwaitFunctionInput): Promise<Poll> {
  const timeoutMs = Date.parse(deadline) - deps.clock();
  const answer = await exchange(deps.fetch, { url, method: 'GET', timeoutMs });
  if (answer.kind === 'broken') return { trouble: `its status address ${answer.reason}`, waitMs: retryMs };
  const waitMs = pollDelay(answer.headers, deps.clock());
  if (isTemporary(answer.status)) return { trouble: `its status address answered ${answer.status}`, waitMs };
  const { status, message } = answer.body;
  const succeededSoFar = answer.status >= 200 && answer.status < 300;
  if (succeededSoFar && (status === 'running' || answer.status === 202)) return { trouble: 'it still runs', waitMs };
  if (answer.status === 200 && (status === 'succeeded' || status === 'failed')) {
    return { kind: status, message: message || `The function ${name} said that it ${status}.` };
  }
  const hint = 'A status address answers 200 with {"status": "succeeded", "failed" or "running"}.';
  return { kind: 'unknown', message: `On its status address: ${describeAnswer(answer, name)} ${hint}` };
}

const retryMs = 2_000;
