import { SlackApiError, type Message, type SlackUser } from './entities';
import { botUserId, teamId, type MessageInput, type SlackWorkspace } from './workspace';

/** Arguments as clients send them, values that are JSON already read. */
export type Arguments = Record<string, unknown>;
type Method = (args: Arguments, workspace: SlackWorkspace) => Record<string, unknown>;

/** The Web API methods that the sandbox serves. Each returns what stands beside `ok: true`. */
export const methods: Record<string, Method> = {
  'auth.test': () => ({
    team: 'Sandbox',
    team_id: teamId,
    user: 'agent-sre',
    user_id: botUserId,
    bot_id: 'B0AGENTSRE',
  }),
  'chat.postMessage': (args, workspace) => posted(workspace.post(messageInput(args))),
  'chat.update': (args, workspace) => {
    const message = workspace.update({ ...messageInput(args), ts: text(args, 'ts') });
    return { ...posted(message), text: message.text };
  },
  'conversations.history': (args, workspace) => {
    const { id } = workspace.channel(text(args, 'channel'));
    const top = workspace.messages.filter(({ channel, thread_ts: thread }) => channel === id && thread === undefined);
    return paged(within(top, args).reverse(), args, workspace);
  },
  'conversations.replies': (args, workspace) => {
    const { id } = workspace.channel(text(args, 'channel'));
    return paged(within(workspace.thread(id, text(args, 'ts')), args), args, workspace);
  },
  'conversations.list': (_args, { channels }) => ({
    channels: channels.map((channel) => ({ ...channel, is_channel: true, is_member: true, is_archived: false })),
    response_metadata: { next_cursor: '' },
  }),
  'users.lookupByEmail': (args, { users }) => {
    const email = text(args, 'email').toLowerCase();
    const user = users.find((candidate) => candidate.email.toLowerCase() === email);
    if (!user) throw new SlackApiError('users_not_found');
    return { user: profileOf(user) };
  },
  'views.open': (args, workspace) => {
    const { id, view } = workspace.open(text(args, 'trigger_id'), record(args, 'view'));
    return { view: { id, ...view } };
  },
};

function messageInput(args: Arguments): MessageInput {
  const { blocks, metadata } = args;
  return {
    channel: text(args, 'channel'),
    ...(typeof args.text === 'string' && { text: args.text }),
    ...(blocks !== undefined && { blocks }),
    ...(metadata !== undefined && { metadata: metadataOf(record(args, 'metadata')) }),
    ...(args.thread_ts !== undefined && { thread_ts: text(args, 'thread_ts') }),
  };
}

function metadataOf(metadata: Record<string, unknown>): NonNullable<Message['metadata']> {
  const { event_type: type, event_payload: payload } = metadata;
  if (typeof type !== 'string' || typeof payload !== 'object' || payload === null)
    throw new SlackApiError('metadata_must_be_sent_from_app', ['metadata needs event_type and event_payload']);
  return { event_type: type, event_payload: payload as Record<string, unknown> };
}

const posted = (message: Message): Record<string, unknown> => ({
  channel: message.channel,
  ts: message.ts,
  message: { type: 'message', ...message },
});

const profileOf = ({ id, name, email }: SlackUser): Record<string, unknown> => ({
  ...{ id, name, team_id: teamId, real_name: name, deleted: false },
  profile: { email, real_name: name, display_name: name },
});

/** Messages between `oldest` and `latest`. */
function within(messages: Message[], { oldest = '0', latest = '9', inclusive }: Arguments): Message[] {
  const including = String(inclusive) === 'true';
  return messages.filter(({ ts }) => {
    if (including && (ts === oldest || ts === latest)) return true;
    return ts > String(oldest) && ts < String(latest);
  });
}

/** One page; metadata only where it is asked for. The cursor is the `ts` of the next page's first message. */
function paged(messages: Message[], args: Arguments, workspace: SlackWorkspace): Record<string, unknown> {
  const { limit = 100, cursor, include_all_metadata: withMetadata } = args;
  const start = cursor
    ? Math.max(
        0,
        messages.findIndex(({ ts }) => ts === cursor),
      )
    : 0;
  const end = start + Number(limit);
  const shown = messages.slice(start, end).map(({ metadata, ...message }) => {
    const replies = workspace.messages.filter(({ thread_ts: thread }) => thread === message.ts).length;
    return {
      ...{ type: 'message', ...message },
      ...(replies > 0 && { thread_ts: message.ts, reply_count: replies }),
      ...(String(withMetadata) === 'true' && metadata && { metadata }),
    };
  });
  const next = messages[end]?.ts ?? '';
  return { messages: shown, has_more: next !== '', response_metadata: { next_cursor: next } };
}

function text(args: Arguments, name: string): string {
  const value = args[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new SlackApiError('invalid_arguments', [`missing required field: ${name}`]);
}

function record(args: Arguments, name: string): Record<string, unknown> {
  const value = args[name];
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new SlackApiError('invalid_arguments', [`must provide an object [json-pointer:/${name}]`]);
}
