import { defaultApiKey } from './linear/auth';
import { defaultSlackToken } from './slack/server';
import type { Sandbox } from './start';

/** What agent-sre's ingress and worker are told to use the sandbox; keys in alphabetical order. */
export function sandboxEnvironment(sandbox: Sandbox, kubeconfig: string): Record<string, string> {
  const { linear, slack, smtp, functions } = sandbox;
  return {
    FUNCTION_URL_TEMPLATE: functions.urlTemplate,
    KUBECONFIG: kubeconfig,
    LINEAR_API_KEY: defaultApiKey,
    LINEAR_API_URL: linear.apiUrl,
    LINEAR_TEAM_KEY: linear.workspace.teams[0]!.key,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: defaultSlackToken,
    SLACK_CHANNEL: `#${slack.workspace.channels[0]!.name}`,
    SMTP_FROM: 'agent-sre@example.com',
    SMTP_URL: smtp.smtpUrl,
    ...(linear.webhooks.target && { LINEAR_WEBHOOK_SECRET: linear.webhooks.target.secret }),
    ...(slack.interactivity && { SLACK_SIGNING_SECRET: slack.interactivity.signingSecret }),
  };
}
