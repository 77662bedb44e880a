import type { CallFunctionInput, CallFunctionResult } from './contract';
import { statusAddress } from './address';
import type { Exchange } from './exchange';
import { parseRetryAfter } from './retry-after';

const defaultPollMs = 2_000;
/** Not asked more often than this, whatever Retry-After says. */
export const minPollMs = 250;

type Answered = Extract<Exchange, { kind: 'answered' }>;

interface Call {
  function: CallFunctionInput['function'];
  url: URL;
  callbackHash: string | null;
  now: number;
}

/** What the answer to a call means. */
export function judgeCall(answer: Exchange, call: Call): CallFunctionResult {
  if (answer.kind === 'broken') {
    const message = `The function ${call.function} ${answer.reason}.`;
    return { kind: 'unavailable', message, sent: answer.sent, retryAfterMs: null };
  }
  const { status, headers } = answer;
  if (status === 202) return judgeAccepted(answer, call);
  if (status >= 200 && status < 300) return judgeDone(answer, call);
  if (isTemporary(status)) {
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), call.now);
    return { kind: 'unavailable', message: describeAnswer(answer, call.function), sent: true, retryAfterMs };
  }
  if (status >= 300 && status < 400) {
    const message = `The function ${call.function} answered with a redirect (${status}), which is never followed. Set FUNCTION_URL_TEMPLATE to its final address.`;
    return { kind: 'refused', message };
  }
  return { kind: 'refused', message: describeAnswer(answer, call.function) };
}

export const isTemporary = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** How long to wait before the status address is asked: `Retry-After`, else 2 s. */
export function pollDelay(headers: Headers, now: number): number {
  return Math.max(parseRetryAfter(headers.get('retry-after'), now) ?? defaultPollMs, minPollMs);
}

export function describeAnswer({ status, body }: Answered, name: string): string {
  return `The function ${name} answered ${status}${body.message ? `: ${body.message}` : '.'}`;
}

function judgeAccepted({ headers }: Answered, { function: name, url, callbackHash, now }: Call): CallFunctionResult {
  const location = headers.get('location');
  const pollAfterMs = pollDelay(headers, now);
  if (location === null && callbackHash !== null)
    return { kind: 'accepted', statusUrl: null, callbackHash, pollAfterMs };
  if (location === null) {
    const message = `The function ${name} answered 202 without Location, so its end cannot be learnt. Let it answer Location, or set PUBLIC_URL so that it can call back.`;
    return { kind: 'refused', message };
  }
  const statusUrl = statusAddress(location, url);
  if (statusUrl) return { kind: 'accepted', statusUrl: statusUrl.href, callbackHash, pollAfterMs };
  const message = `The function ${name} answered 202 with a Location that is not on its own origin ${url.origin}, which is refused.`;
  return { kind: 'refused', message };
}

function judgeDone(answer: Answered, { function: name }: Call): CallFunctionResult {
  const { status, message } = answer.body;
  if (status === 'failed') return { kind: 'refused', message: message || `The function ${name} said that it failed.` };
  if (status === 'running') {
    const hint = 'A function that runs on answers 202 with Location.';
    return { kind: 'refused', message: `The function ${name} answered ${answer.status} with status running. ${hint}` };
  }
  return { kind: 'succeeded', message: message || `The function ${name} answered ${answer.status}.` };
}
