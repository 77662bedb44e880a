import type { Request, Response } from 'express';
import { formBody, jsonBody } from '../http/body';
import { listen, type ListenOptions } from '../http/listen';
import { createStandInApp, type StandIn } from '../http/stand-in';
import type { Ledger } from '../ledger';
import { SlackApiError, type Message } from './entities';
import { sendInteraction, type Click, type InteractivityTarget } from './interaction';
import { methods, type Arguments } from './methods';
import { serveSlackPages } from './pages';
import { SlackWorkspace, type SlackWorkspaceOptions } from './workspace';

export const defaultSlackToken = 'xoxb-sandbox';

export interface SlackOptions extends ListenOptions, SlackWorkspaceOptions {
  tokens?: string[];
  /** Where clicks go; can be set later. */
  interactivity?: InteractivityTarget;
  /** Refuses more messages per second and channel than this, as Slack does above one. Default: no limit. */
  messagesPerSecond?: number;
}

export interface SlackStandIn extends StandIn {
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  workspace: SlackWorkspace;
  interactivity: InteractivityTarget | undefined;
  /** Presses a button of a message, as the first user unless another is named. Resolves with the receiver's HTTP status. */
  click(message: Message, actionId: string, userName?: string): Promise<number>;
}

/** Slack: Web API under `/api/`, a page with the channels at `/`, signed interactions. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackStandIn> {
  const { tokens = [defaultSlackToken], messagesPerSecond } = options;
  const workspace = new SlackWorkspace(options);
  const { app, faults, ledger } = createStandInApp({
    operationsOf: ({ path }) => (path.startsWith('/api/') ? [path.slice('/api/'.length)] : []),
    rateLimited,
  });
  const mayPost = messageLimit(messagesPerSecond);
  app.all('/api/:method', (request: Request<{ method: string }>, response) => {
    const args = argumentsOf(request);
    const { method } = request.params;
    if (method === 'chat.postMessage' && !mayPost(String(args.channel))) return rateLimited(response, 1);
    response.json(call(method, args, tokens, workspace, ledger));
  });
  const send = async (click: Click): Promise<number> => {
    if (!standIn.interactivity) throw new Error('No interactivity address is set, so clicks go nowhere.');
    const status = await sendInteraction(standIn.interactivity, click, workspace, `${standIn.url}/response/${click.message.channel}/${click.message.ts}`);
    ledger.append({ operation: 'interaction', result: status < 400 ? 'applied' : 'refused', keys: { ts: click.message.ts, value: click.value }, detail: { status } });
    return status;
  };
  serveSlackPages(app, { workspace, click: async (message, button) => outcomeOf(send({ message, user: workspace.users[0]!, ...button })) });
  app.post('/response/:channel/:ts', (request, response) => answerClick(request, response, workspace));
  const { url, close } = await listen(app, options);
  const standIn: SlackStandIn = {
    ...{ url, apiUrl: `${url}/api/`, faults, ledger, workspace, interactivity: options.interactivity, close },
    click: (message, actionId, userName) => send(clickOf(message, actionId, userName, workspace)),
  };
  return standIn;
}

function call(method: string, args: Arguments, tokens: string[], workspace: SlackWorkspace, ledger: Ledger): object {
  try {
    if (args.token === undefined) throw new SlackApiError('not_authed');
    if (!tokens.includes(String(args.token))) throw new SlackApiError('invalid_auth');
    const run = methods[method];
    if (!run) throw new SlackApiError('unknown_method');
    const answer = run(args, workspace);
    if (writes.includes(method)) ledger.append({ operation: method, result: 'applied', keys: keysOf({ ...args, ...answer }) });
    return { ok: true, ...answer };
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    ledger.append({ operation: method, result: 'refused', keys: keysOf(args), detail: { error: error.code } });
    return { ok: false, error: error.code, ...(error.messages.length > 0 && { response_metadata: { messages: error.messages } }) };
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

function rateLimited(response: Response, retryAfterSeconds: number): void {
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

type FoundButton = { action_id?: string; value?: string; text?: { text?: string } };

function clickOf(message: Message, actionId: string, userName: string | undefined, { users }: SlackWorkspace): Click {
  const user = users.find(({ name }) => name === userName) ?? users[0]!;
  const blocks = message.blocks ?? [];
  const block = blocks.find(({ elements }) => (elements as FoundButton[] | undefined)?.some((button) => button.action_id === actionId));
  const button = (block?.elements as FoundButton[] | undefined)?.find((candidate) => candidate.action_id === actionId);
  if (!block || !button) throw new Error(`The message has no button with the action "${actionId}".`);
  const blockId = typeof block.block_id === 'string' ? block.block_id : undefined;
  return { message, user, actionId, blockId, value: button.value ?? '', text: button.text?.text ?? '' };
}

async function outcomeOf(sent: Promise<number>): Promise<string> {
  try {
    return `The click was answered with ${await sent}.`;
  } catch (error) {
    return `The click did not arrive: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What an application sends to a click's `response_url`: replaces the message, or adds one beside it. */
function answerClick(request: Request<{ channel: string; ts: string }>, response: Response, workspace: SlackWorkspace): void {
  const { channel, ts } = request.params;
  const { text, blocks, replace_original: replaces } = jsonBody(request) ?? {};
  const input = { channel, ...(typeof text === 'string' && { text }), ...(blocks !== undefined && { blocks }) };
  if (replaces) workspace.update({ ...input, ts });
  else workspace.post({ ...input, thread_ts: ts });
  response.type('text').send('ok');
}
