import { createHmac } from 'node:crypto';
import type { Message, SlackUser } from './entities';
import { teamId, type SlackWorkspace } from './workspace';

export interface InteractivityTarget {
  url: string;
  signingSecret: string;
}

export interface Click {
  message: Message;
  user: SlackUser;
  actionId: string;
  blockId?: string;
  value: string;
  text: string;
}

type FoundButton = { action_id?: string; value?: string; text?: { text?: string } };

/** Answer in time: Slack gives an application three seconds. */
const answerWithinMs = 3000;

/** Sends a click as Slack does: a signed form with the payload as JSON. Resolves with the HTTP status. */
export async function sendInteraction(
  { url, signingSecret }: InteractivityTarget,
  click: Click,
  workspace: SlackWorkspace,
  responseUrl: string,
): Promise<number> {
  const body = new URLSearchParams({ payload: JSON.stringify(payloadOf(click, workspace, responseUrl)) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': `v0=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(answerWithinMs),
  });
  await answer.body?.cancel();
  return answer.status;
}

function payloadOf(click: Click, workspace: SlackWorkspace, responseUrl: string): object {
  const { message, user, actionId, blockId = '', value, text } = click;
  const { channel, ts, thread_ts: thread } = message;
  const action = {
    ...{ type: 'button', action_id: actionId, block_id: blockId, value },
    ...{ text: { type: 'plain_text', text }, action_ts: `${Date.now() / 1000}` },
  };
  return {
    ...{
      type: 'block_actions',
      api_app_id: 'A0SANDBOX',
      trigger_id: workspace.newTrigger(),
      response_url: responseUrl,
    },
    user: { id: user.id, username: user.name, name: user.name, team_id: teamId },
    team: { id: teamId, domain: 'sandbox' },
    channel: { id: channel, name: workspace.channel(channel).name },
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: false,
      ...(thread && { thread_ts: thread }),
    },
    message: { type: 'message', ...message },
    actions: [action],
  };
}

/** The press of one of a message's buttons, by the first user where none is named. */
export function clickOf(
  message: Message,
  actionId: string,
  userName: string | undefined,
  { users }: SlackWorkspace,
): Click {
  const user = users.find(({ name }) => name === userName) ?? users[0]!;
  const blocks = message.blocks ?? [];
  const block = blocks.find(({ elements }) =>
    (elements as FoundButton[] | undefined)?.some((button) => button.action_id === actionId),
  );
  const button = (block?.elements as FoundButton[] | undefined)?.find((candidate) => candidate.action_id === actionId);
  if (!block || !button) throw new Error(`The message has no button with the action "${actionId}".`);
  const blockId = typeof block.block_id === 'string' ? block.block_id : undefined;
  return { message, user, actionId, blockId, value: button.value ?? '', text: button.text?.text ?? '' };
}
