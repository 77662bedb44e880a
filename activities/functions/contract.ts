import type { Parameters } from '../../domain/remediation';

export interface CallFunctionInput {
  fingerprint: string;
  function: string;
  parameters: Parameters;
  idempotencyKey: string;
  /** How long this attempt may take from its own start: it may have waited for a worker before. */
  timeoutMs: number;
}

/** How one attempt went. Everything that HTTP can answer is a value here, so that the workflow decides about retries. */
export type CallFunctionResult =
  | { kind: 'succeeded'; message: string }
  /** The function said no (4xx but 408 and 429, a redirect, an answer that breaks the protocol): not tried again. */
  | { kind: 'refused'; message: string }
  /** Worth another attempt. `sent`: the request may have reached the function. */
  | { kind: 'unavailable'; message: string; sent: boolean; retryAfterMs: number | null }
  /** 202: it runs on. `statusUrl` where it gave a Location, `callbackHash` where it was offered a callback. */
  | { kind: 'accepted'; statusUrl: string | null; callbackHash: string | null; pollAfterMs: number };

export interface AwaitFunctionInput {
  /** On the function's own origin; checked again before each request. */
  statusUrl: string;
  function: string;
  pollAfterMs: number;
  deadline: string;
}

export type AwaitFunctionResult = { kind: 'succeeded' | 'failed' | 'unknown'; message: string };

/** Heartbeat details of `callFunction`, sent before the request leaves: they outlive a crash of the worker. */
export interface CallFunctionProgress {
  callbackHash: string | null;
}

export interface FunctionActivities {
  callFunction(input: CallFunctionInput): Promise<CallFunctionResult>;
  /** Polls the status address until it says succeeded or failed, or the deadline passes (`unknown`). */
  awaitFunction(input: AwaitFunctionInput): Promise<AwaitFunctionResult>;
}
