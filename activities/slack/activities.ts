import type { WebClient } from '@slack/web-api';
import { workflowLink, type LinkBases } from '../../domain/links';
import { openingBlocks, openingText } from './blocks';
import type { SlackActivities, SlackThread } from './contract';
import { slackFailure } from './failures';
import { sentBefore, stepEvent } from './sent-before';
import { inertSlackText } from './text';

export interface SlackDeps {
  /** Built without retries of its own: Temporal retries. */
  slack: Pick<WebClient, 'chat' | 'conversations'>;
  /** Name or id of the channel. */
  channel: string;
  links: LinkBases;
}

/** Longest text that Slack shows whole. */
const longestText = 3_000;

/** Nothing in a message is expanded, linked by name or shown as a preview. */
const asWritten = { link_names: false, unfurl_links: false, unfurl_media: false, parse: 'none' } as const;

export function createSlackActivities(deps: SlackDeps): SlackActivities {
  const { slack, channel, links } = deps;
  const metadata = (key: string) => ({ event_type: stepEvent, event_payload: { key } });
  return {
    postOpening: ({ key, notice, workflowId, runId }) =>
      reaching(async () => {
        const sent = await sentBefore(deps, key);
        if (sent) return sent;
        const blocks = openingBlocks(notice, { workflowId, workflow: workflowLink(links, { workflowId, runId }) });
        const answer = await slack.chat.postMessage({
          channel,
          text: openingText(notice),
          blocks,
          metadata: metadata(key),
          ...asWritten,
        });
        return threadOf(answer);
      }),
    postToThread: ({ key, thread, text }) =>
      reaching(async () => {
        if (await sentBefore(deps, key, thread)) return;
        const written = {
          text: inertSlackText(text, longestText),
          mrkdwn: false,
          metadata: metadata(key),
          ...asWritten,
        };
        await slack.chat.postMessage({ channel: thread.channel, thread_ts: thread.ts, ...written });
      }),
  };
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw slackFailure(error);
  }
}

function threadOf({ channel, ts }: { channel?: string; ts?: string }): SlackThread {
  if (channel === undefined || ts === undefined) throw new TypeError('Slack named no message in its answer');
  return { channel, ts };
}
