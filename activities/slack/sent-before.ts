import { Context, log } from '@temporalio/activity';
import type { WebClient } from '@slack/web-api';
import type { SlackThread } from './contract';
import { slackErrorCode } from './failures';

/** Metadata that every message bears, so that a retry finds it. */
export const stepEvent = 'agent_sre_step';

export interface SentBeforeDeps {
  slack: Pick<WebClient, 'conversations'>;
  /** Name or id of the channel. */
  channel: string;
}

/** Clocks of Slack and of the worker may differ by this much. */
const clockSkewMs = 60_000;
const pageSize = 200;
const mostPages = 10;

interface Found {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: object };
}

/**
 * The message that an earlier attempt of this activity posted; `null` on the first attempt. An app that may not read
 * the channel posts without looking: a second message after a crash is better than none.
 */
export async function sentBefore(deps: SentBeforeDeps, key: string, thread?: SlackThread): Promise<SlackThread | null> {
  const { attempt, scheduledTimestampMs } = Context.current().info;
  if (attempt === 1) return null;
  const oldest = String((scheduledTimestampMs - clockSkewMs) / 1_000);
  try {
    const channel = thread?.channel ?? (await channelId(deps));
    if (channel === undefined) return null;
    const ts = await find(deps, { channel, oldest, limit: pageSize, include_all_metadata: true }, key, thread);
    return ts === undefined ? null : { channel, ts };
  } catch (error) {
    if (!unreadable.has(slackErrorCode(error) ?? '')) throw error;
    log.warn('Slack does not let the app look for its earlier message, posting without', {
      reason: slackErrorCode(error),
    });
    return null;
  }
}

const unreadable = new Set(['missing_scope', 'not_in_channel', 'channel_not_found', 'thread_not_found']);

type Range = { channel: string; oldest: string; limit: number; include_all_metadata: boolean };

async function find(
  { slack }: SentBeforeDeps,
  range: Range,
  key: string,
  thread?: SlackThread,
): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = thread
      ? await slack.conversations.replies({ ...range, cursor, ts: thread.ts })
      : await slack.conversations.history({ ...range, cursor });
    const found = ((answer.messages ?? []) as Found[]).find(({ metadata }) => isStep(metadata, key));
    cursor = answer.response_metadata?.next_cursor;
    if (found || !cursor) return found?.ts;
  }
  return undefined;
}

function isStep(metadata: Found['metadata'], key: string): boolean {
  return metadata?.event_type === stepEvent && (metadata.event_payload as { key?: unknown } | undefined)?.key === key;
}

/** Posting takes a channel's name, reading wants its id. */
async function channelId({ slack, channel }: SentBeforeDeps): Promise<string | undefined> {
  if (/^[CG][A-Z0-9]{6,}$/.test(channel)) return channel;
  const name = channel.replace(/^#/, '');
  let cursor: string | undefined;
  do {
    const page = await slack.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: pageSize,
      cursor,
    });
    const found = page.channels?.find((candidate) => candidate.name === name);
    if (found?.id) return found.id;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return undefined;
}
