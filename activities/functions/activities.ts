import { whileHeartbeating } from '../heartbeat';
import { functionAddress, statusAddress } from './address';
import { judgeCall } from './call';
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
import { pollUntilEnd } from './status';

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
  let progress: AwaitFunctionProgress = { trouble: null };
  return whileHeartbeating(
    () => progress,
    () => pollUntilEnd({ ...input, ...deps, url, onTrouble: (trouble) => (progress = { trouble }) }),
  );
}

/** Heartbeat details of `awaitFunction`, for people who look at the running activity. */
interface AwaitFunctionProgress {
  trouble: string | null;
}
