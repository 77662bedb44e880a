import type { Request, Response } from 'express';
import { jsonBody } from '../http/body';
import { listen, type ListenOptions } from '../http/listen';
import { createStandInApp, type StandIn } from '../http/stand-in';
import { apiRoute, rateLimited } from './api-route';
import type { Message } from './entities';
import { clickOf, sendInteraction, type Click, type InteractivityTarget } from './interaction';
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
  app.all('/api/:method', apiRoute({ tokens, workspace, ledger, messagesPerSecond }));
  const send = async (click: Click): Promise<number> => {
    if (!standIn.interactivity) throw new Error('No interactivity address is set, so clicks go nowhere.');
    const status = await sendInteraction(
      standIn.interactivity,
      click,
      workspace,
      `${standIn.url}/response/${click.message.channel}/${click.message.ts}`,
    );
    ledger.append({
      operation: 'interaction',
      result: status < 400 ? 'applied' : 'refused',
      keys: { ts: click.message.ts, value: click.value },
      detail: { status },
    });
    return status;
  };
  serveSlackPages(app, {
    workspace,
    click: async (message, button) => outcomeOf(send({ message, user: workspace.users[0]!, ...button })),
  });
  app.post('/response/:channel/:ts', (request, response) => answerClick(request, response, workspace));
  const { url, close } = await listen(app, options);
  const standIn: SlackStandIn = {
    ...{ url, apiUrl: `${url}/api/`, faults, ledger, workspace, interactivity: options.interactivity, close },
    click: (message, actionId, userName) => send(clickOf(message, actionId, userName, workspace)),
  };
  return standIn;
}

async function outcomeOf(sent: Promise<number>): Promise<string> {
  try {
    return `The click was answered with ${await sent}.`;
  } catch (error) {
    return `The click did not arrive: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What an application sends to a click's `response_url`: replaces the message, or adds one beside it. */
function answerClick(
  request: Request<{ channel: string; ts: string }>,
  response: Response,
  workspace: SlackWorkspace,
): void {
  const { channel, ts } = request.params;
  const { text, blocks, replace_original: replaces } = jsonBody(request) ?? {};
  const input = { channel, ...(typeof text === 'string' && { text }), ...(blocks !== undefined && { blocks }) };
  if (replaces) workspace.update({ ...input, ts });
  else workspace.post({ ...input, thread_ts: ts });
  response.type('text').send('ok');
}
