import type { Request, Response } from 'express';
import { formBody, jsonBody } from '../http/body';
import type { Ledger } from '../ledger';
import { SlackApiError, type Message } from './entities';
import { methods, type Arguments } from './methods';
import type { SlackWorkspace } from './workspace';

export interface ApiRouteOptions {
  tokens: string[];
  workspace: SlackWorkspace;
  ledger: Ledger;
  messagesPerSecond?: number;
}

/** `/api/<method>`, answered as the Web API does: 200 with `ok`, or 429 with Retry-After. */
export function apiRoute(options: ApiRouteOptions): (request: Request<{ method: string }>, response: Response) => void {
  const mayPost = messageLimit(options.messagesPerSecond);
  return (request, response) => {
    const args = argumentsOf(request);
    const { method } = request.params;
    if (method === 'chat.postMessage' && !mayPost(String(args.channel))) return rateLimited(response, 1);
    response.json(call(method, args, options));
  };
}

function call(method: string, args: Arguments, { tokens, workspace, ledger }: ApiRouteOptions): object {
  try {
    if (args.token === undefined) throw new SlackApiError('not_authed');
    if (!tokens.includes(String(args.token))) throw new SlackApiError('invalid_auth');
    const run = methods[method];
    if (!run) throw new SlackApiError('unknown_method');
    const answer = run(args, workspace);
    if (writes.includes(method))
      ledger.append({ operation: method, result: 'applied', keys: keysOf({ ...args, ...answer }) });
    return { ok: true, ...answer };
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    ledger.append({ operation: method, result: 'refused', keys: keysOf(args), detail: { error: error.code } });
    return {
      ok: false,
      error: error.code,
      ...(error.messages.length > 0 && { response_metadata: { messages: error.messages } }),
    };
  }
}

const writes = ['chat.postMessage', 'chat.update', 'views.open'];

/** Channel, `ts`, thread and what the metadata names the message by. */
function keysOf({ channel, ts, thread_ts: thread, metadata }: Arguments): Record<string, string> {
  const payload = (metadata as Message['metadata'])?.event_payload ?? {};
  const named = Object.entries({ channel, ts, thread_ts: thread, ...payload });
  return Object.fromEntries(named.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Clients send forms whose complex values are JSON, or one JSON object; the token in a header or beside the rest. */
function argumentsOf(request: Request): Arguments {
  const form = request.is('application/json') ? (jsonBody(request) ?? {}) : formBody(request);
  const given: Arguments = { ...request.query, ...form };
  const token = /^Bearer\s+(\S+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? given.token;
  for (const name of ['blocks', 'metadata', 'view', 'attachments']) given[name] = parsed(given[name]);
  return Object.fromEntries(Object.entries({ ...given, token }).filter(([, value]) => value !== undefined));
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

export function rateLimited(response: Response, retryAfterSeconds: number): void {
  response.status(429).set('Retry-After', String(retryAfterSeconds)).json({ ok: false, error: 'ratelimited' });
}

/** Counts within the last second, per channel. */
function messageLimit(perSecond = Infinity): (channel: string) => boolean {
  const posted = new Map<string, number[]>();
  return (channel) => {
    const now = Date.now();
    const recent = (posted.get(channel) ?? []).filter((at) => at > now - 1000);
    if (recent.length >= perSecond) return false;
    posted.set(channel, [...recent, now]);
    return true;
  };
}
