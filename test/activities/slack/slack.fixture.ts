import { LogLevel, WebClient } from '@slack/web-api';
import { createSlackActivities } from '../../../activities/slack/activities';
import type { SlackThread } from '../../../activities/slack/contract';
import type { OpeningNotice } from '../../../domain/notification';
import { defaultSlackToken } from '../../../sandbox/slack/server';
import { draft } from '../../domain/issue/incident.fixture';
import { asActivity, workflowId } from '../incident-activity';

export const notice: OpeningNotice = {
  alert: draft.alert,
  slm: draft.slm,
  priority: draft.priority,
  issue: { id: 'issue-1', identifier: 'SRE-1', url: 'https://linear.example/SRE-1', assigneeId: null },
  onCall: { name: 'Alice', email: 'alice@example.com', slack: 'U0PERSON1' },
  next: 'scale-pod runs now.',
};

export const opening = { key: 'incident/0a1b/1/slack', notice, workflowId, runId: 'run-1' };

export function slackActivities(slackApiUrl: string, { channel = '#sre-alerts', token = defaultSlackToken } = {}) {
  const slack = new WebClient(token, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  const links = { temporalUiUrl: 'http://temporal.example', temporalNamespace: 'default' };
  const activities = createSlackActivities({ slack, channel, links });
  return {
    open: (input = opening, attempt = 1) => asActivity(() => activities.postOpening(input), attempt),
    reply: (thread: SlackThread, text: string, attempt = 1) =>
      asActivity(() => activities.postToThread({ key: 'incident/0a1b/1/slack-closed', thread, text }), attempt),
  };
}
