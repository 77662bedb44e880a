import type { OpeningNotice } from '../../domain/notification';

/** Where a message stands, so that later ones go into its thread. */
export interface SlackThread {
  /** Channel id, not its name. */
  channel: string;
  ts: string;
}

export interface SlackActivities {
  /** `key`: the step's key, sent as message metadata and looked for before a retry. */
  postOpening(input: { key: string; notice: OpeningNotice; workflowId: string; runId: string }): Promise<SlackThread>;
  /** `text` is plain; it is made inert before it is sent. */
  postToThread(input: { key: string; thread: SlackThread; text: string }): Promise<void>;
}
