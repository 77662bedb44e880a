import { isLoopback } from './addresses';
import { commonConfig, commonVariables } from './base';
import { type Environment, readVariables } from './environment';
import { Mistakes } from './mistakes';
import { ingressTokens } from './tokens';
import type { IngressConfig } from './types';
import { port, text } from './values';

export const ingressVariables = {
  ...commonVariables,
  INGRESS_HOST: text.optional(),
  INGRESS_PORT: port.default(8080),
  INGRESS_TOKENS: ingressTokens.default([]),
  SLACK_SIGNING_SECRET: text.optional(),
  LINEAR_WEBHOOK_SECRET: text.optional(),
  GITHUB_WEBHOOK_SECRET: text.optional(),
  CLOUDEVENTS_TYPE_PREFIX: text
    .regex(/^[^\s.](?:[^\s]*[^\s.])?$/, 'must be text without spaces that neither starts nor ends with "."')
    .default('io.homelab.prometheus.alert'),
};

const loopback = '127.0.0.1';

/** Throws a `ConfigError` that lists every mistake. */
export function loadIngressConfig(env: Environment = process.env): IngressConfig {
  const mistakes = new Mistakes();
  const values = readVariables(ingressVariables, env, mistakes);
  const common = commonConfig(values, mistakes);
  mistakes.throwIfAny();
  return {
    ...common,
    host: hostFor(values.INGRESS_HOST, values.INGRESS_TOKENS.length > 0),
    port: values.INGRESS_PORT,
    tokens: values.INGRESS_TOKENS,
    slackSigningSecret: values.SLACK_SIGNING_SECRET,
    linearWebhookSecret: values.LINEAR_WEBHOOK_SECRET,
    githubWebhookSecret: values.GITHUB_WEBHOOK_SECRET,
    cloudEventsTypePrefix: values.CLOUDEVENTS_TYPE_PREFIX,
  };
}

/** Without a token anyone who reaches the port could open incidents, so only this machine may. */
function hostFor(written: string | undefined, hasTokens: boolean): string {
  if (!hasTokens) return written !== undefined && isLoopback(written) ? written : loopback;
  return written ?? '0.0.0.0';
}
