export interface SlackUser {
  id: string;
  name: string;
  email: string;
}

export interface Channel {
  id: string;
  /** Without `#`. */
  name: string;
}

export type Block = Record<string, unknown> & { type: string };

export interface Message {
  channel: string;
  /** Seconds since 1970 with six decimals; a message's id within its channel. */
  ts: string;
  text: string;
  blocks?: Block[];
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  /** `ts` of the thread's first message. */
  thread_ts?: string;
  user: string;
  edited?: { user: string; ts: string };
}

/** A dialogue that was opened in answer to a click. */
export interface View {
  id: string;
  trigger_id: string;
  view: Record<string, unknown>;
}

/** An error as the Web API names it, such as `channel_not_found`. */
export class SlackApiError extends Error {
  constructor(
    readonly code: string,
    /** What exactly is wrong, for people. */
    readonly messages: string[] = [],
  ) {
    super(code);
  }
}
