import { ApplicationFailure } from '@temporalio/common';
import { redactedCause } from '../audit/redaction';

/** Every way in which Slack fails; failure types, and labels of metrics. */
export type SlackFailureType =
  /** Slack will never take this message. Not retried. */
  | 'slack-rejected'
  /** Not retried. */
  | 'slack-unauthorised'
  /** Retried when Slack says. */
  | 'slack-rate-limited'
  /** Retried. */
  | 'slack-unavailable';

/** Answers of the Web API that pass by themselves. */
const temporary = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

const unauthorised = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'missing_scope',
]);

const advice: Record<string, string> = {
  channel_not_found: 'Check SLACK_CHANNEL, and invite the app to the channel where it is private.',
  not_in_channel: 'Invite the app to the channel of SLACK_CHANNEL.',
  is_archived: 'The channel of SLACK_CHANNEL is archived: unarchive it or name another.',
  missing_scope: 'Give the app the scopes chat:write, channels:read and channels:history, and install it again.',
};

/** The error code of a Web API answer, such as `channel_not_found`. */
export function slackErrorCode(error: unknown): string | undefined {
  const code = (error as { data?: { error?: unknown } } | null)?.data?.error;
  return typeof code === 'string' ? code : undefined;
}

export function slackFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const code = slackErrorCode(error);
  const retryAfter = retryAfterSeconds(error);
  if (retryAfter !== undefined || code === 'ratelimited' || code === 'rate_limited') {
    const delayMs = Math.max(retryAfter ?? 1, 1) * 1_000;
    return failure(
      'slack-rate-limited',
      `Slack's rate limit is used up; it is tried again in ${delayMs / 1_000} s.`,
      error,
      delayMs,
    );
  }
  if (code !== undefined && unauthorised.has(code)) {
    return failure(
      'slack-unauthorised',
      `Slack refused the token: ${code}. ${advice[code] ?? 'Check SLACK_BOT_TOKEN.'}`,
      error,
    );
  }
  if (code !== undefined && !temporary.has(code)) {
    return failure('slack-rejected', `Slack refused the message: ${code}. ${advice[code] ?? ''}`.trim(), error);
  }
  const reason = code ?? redactedCause(error).message;
  return failure(
    'slack-unavailable',
    `Slack did not answer as it should: ${reason}. It is tried again; if this goes on, check the network.`,
    error,
  );
}

function retryAfterSeconds(error: unknown): number | undefined {
  const seconds = (error as { retryAfter?: unknown } | null)?.retryAfter;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined;
}

function failure(type: SlackFailureType, message: string, cause: unknown, nextRetryDelay?: number): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: type === 'slack-rejected' || type === 'slack-unauthorised',
    cause: redactedCause(cause),
    ...(nextRetryDelay === undefined ? {} : { nextRetryDelay }),
  });
}
