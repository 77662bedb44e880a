import type { OpeningNotice } from '../../domain/notification';

export interface EmailActivities {
  /** `key` becomes the Message-ID, so that mail systems can drop a repeat. */
  emailOnCall(input: { key: string; notice: OpeningNotice; workflowId: string; runId: string }): Promise<void>;
}
