import type { IngressConfig } from '../config/types';
import type { AlertGateway } from '../gateway/gateway';
import type { Log } from '../telemetry/log';
import type { IngressMetrics } from './metrics';

/** All that the routes need; built in server.ts, replaced in tests. */
export interface IngressDeps {
  config: Pick<
    IngressConfig,
    'tokens' | 'slackSigningSecret' | 'linearWebhookSecret' | 'githubWebhookSecret' | 'cloudEventsTypePrefix'
  >;
  gateway: AlertGateway;
  /** Why no event can be taken now, a sentence each; empty = ready. Never rejects. */
  readiness(): Promise<string[]>;
  metrics: IngressMetrics;
  log: Log;
  clock(): Date;
  sleep(milliseconds: number): Promise<void>;
}
