import { checkBlocks } from './blocks';
import { SlackApiError, type Channel, type Message, type SlackUser, type View } from './entities';

export interface SlackWorkspaceOptions {
  /** Names without `#`; default `sre-alerts`. */
  channels?: string[];
  /** Default alice and bob at example.com. */
  users?: { name: string; email: string }[];
}

export interface MessageInput {
  channel: string;
  text?: string;
  blocks?: unknown;
  metadata?: Message['metadata'];
  thread_ts?: string;
}

export const botUserId = 'U0AGENTSRE';
export const teamId = 'T0SANDBOX';
/** A trigger must be used within three seconds, once. */
const triggerLifeMs = 3000;

const defaultUsers = [
  { name: 'alice', email: 'alice@example.com' },
  { name: 'bob', email: 'bob@example.com' },
];

/** Channels, messages and people of one Slack workspace. Messages are in order of their `ts`. */
export class SlackWorkspace {
  readonly channels: Channel[];
  readonly users: SlackUser[];
  readonly messages: Message[] = [];
  readonly views: View[] = [];
  private readonly triggers = new Map<string, number>();
  private lastMicroseconds = 0;

  constructor({ channels = ['sre-alerts'], users = defaultUsers }: SlackWorkspaceOptions = {}) {
    this.channels = channels.map((name, index) => ({ id: `C0SANDBOX${index + 1}`, name }));
    this.users = users.map(({ name, email }, index) => ({ id: `U0PERSON${index + 1}`, name, email }));
  }

  /** By id, name or `#name`. */
  channel(written: string): Channel {
    const found = this.channels.find(({ id, name }) => written === id || written.replace(/^#/, '') === name);
    if (!found) throw new SlackApiError('channel_not_found');
    return found;
  }

  post(input: MessageInput): Message {
    const channel = this.channel(input.channel).id;
    const message: Message = { channel, ts: this.nextTs(), user: botUserId, ...this.contentOf(input) };
    if (input.metadata) message.metadata = input.metadata;
    if (input.thread_ts) message.thread_ts = this.message(channel, input.thread_ts).thread_ts ?? input.thread_ts;
    this.messages.push(message);
    return message;
  }

  update(input: MessageInput & { ts: string }): Message {
    const message = this.message(this.channel(input.channel).id, input.ts);
    if (message.user !== botUserId) throw new SlackApiError('cant_update_message');
    const content = this.contentOf(input);
    if (content.blocks === undefined) delete message.blocks;
    Object.assign(message, content, { edited: { user: botUserId, ts: this.nextTs() } });
    if (input.metadata) message.metadata = input.metadata;
    return message;
  }

  message(channel: string, ts: string): Message {
    const found = this.messages.find((message) => message.channel === channel && message.ts === ts);
    if (!found) throw new SlackApiError('message_not_found');
    return found;
  }

  /** A message with its replies, in order. */
  thread(channel: string, ts: string): Message[] {
    const parent = this.messages.find((message) => message.channel === channel && message.ts === ts);
    if (!parent) throw new SlackApiError('thread_not_found');
    return [parent, ...this.messages.filter((message) => message.channel === channel && message.thread_ts === ts)];
  }

  newTrigger(): string {
    const id = `${this.nextTs()}.trigger`;
    this.triggers.set(id, Date.now() + triggerLifeMs);
    return id;
  }

  open(trigger: string, view: Record<string, unknown>): View {
    const expiresAt = this.triggers.get(trigger);
    if (expiresAt === undefined) throw new SlackApiError('invalid_trigger_id');
    if (expiresAt < Date.now()) throw new SlackApiError('expired_trigger_id');
    if (this.views.some(({ trigger_id: used }) => used === trigger)) throw new SlackApiError('exchanged_trigger_id');
    const opened = { id: `V${this.views.length + 1}`, trigger_id: trigger, view };
    this.views.push(opened);
    return opened;
  }

  private contentOf({ text = '', blocks }: MessageInput): Pick<Message, 'text' | 'blocks'> {
    if (text === '' && blocks === undefined) throw new SlackApiError('no_text');
    return { text, ...(blocks !== undefined && { blocks: checkBlocks(blocks) }) };
  }

  private nextTs(): string {
    this.lastMicroseconds = Math.max(Date.now() * 1000, this.lastMicroseconds + 1);
    const digits = String(this.lastMicroseconds);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }
}
