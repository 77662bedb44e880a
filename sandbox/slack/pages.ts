import type { Express, Request } from 'express';
import { formBody } from '../http/body';
import { html, type Markup } from '../page/html';
import { moment, sendPage } from '../page/layout';
import type { Block, Message } from './entities';
import { botUserId, type SlackWorkspace } from './workspace';

type TextObject = { type: string; text: string };
type Button = { type: 'button'; text: TextObject; action_id?: string; value?: string; style?: string; url?: string };

export interface SlackPageOptions {
  workspace: SlackWorkspace;
  /** Sends the click of a person; resolves with what to show of the outcome. */
  click(message: Message, button: { actionId: string; blockId?: string; value: string; text: string }): Promise<string>;
}

/** The channels with their threads and buttons. */
export function serveSlackPages(app: Express, { workspace, click }: SlackPageOptions): void {
  const outcomes = new Map<string, string>();
  app.get('/', (_request, response) => {
    const channels = workspace.channels.map(({ id, name }) => channelView(id, name, workspace, outcomes));
    sendPage(response, { system: 'Slack', title: 'Channels', main: html`${channels}` });
  });
  app.post('/click/:channel/:ts', async (request: Request<{ channel: string; ts: string }>, response) => {
    const message = workspace.message(request.params.channel, request.params.ts);
    const { actionId = '', blockId, value = '', text = '' } = formBody(request);
    outcomes.set(message.ts, await click(message, { actionId, blockId, value, text }));
    response.redirect(303, '/');
  });
}

function channelView(id: string, name: string, workspace: SlackWorkspace, outcomes: Map<string, string>): Markup {
  const top = workspace.messages.filter(({ channel, thread_ts: thread }) => channel === id && thread === undefined);
  const threads = top.toReversed().map((message) => {
    const [, ...replies] = workspace.thread(id, message.ts);
    return html`${messageView(message, workspace, outcomes)}
      <div class="thread">${replies.map((reply) => messageView(reply, workspace, outcomes))}</div>`;
  });
  const empty = html`<p class="empty">No messages yet.</p>`;
  return html`<h1>#${name}</h1>
    ${threads.length > 0 ? threads : empty}`;
}

function messageView(message: Message, workspace: SlackWorkspace, outcomes: Map<string, string>): Markup {
  const author = message.user === botUserId ? 'agent-sre' : message.user;
  const blocks = message.blocks?.map((block) => blockView(block, message, workspace));
  const outcome = outcomes.get(message.ts);
  return html`<section class="card">
    <strong>${author}</strong> ${moment(new Date(Number(message.ts) * 1000))}
    ${message.edited && html`<span class="quiet">(edited)</span>`}
    <div class="body">${blocks ?? html`<p>${mrkdwn(message.text, workspace)}</p>`}</div>
    ${outcome && html`<p class="quiet">${outcome}</p>`}
  </section>`;
}

function blockView(block: Block, message: Message, workspace: SlackWorkspace): Markup {
  const show = (text: unknown): Markup => mrkdwn((text as TextObject).text, workspace);
  const elements = (block.elements ?? []) as (TextObject | Button)[];
  if (block.type === 'header') return html`<h2>${(block.text as TextObject).text}</h2>`;
  if (block.type === 'divider') return html`<hr />`;
  if (block.type === 'context') return html`<p class="quiet">${elements.map((element) => html`${show(element)} `)}</p>`;
  if (block.type === 'actions') return html`${elements.map((button) => buttonView(button as Button, block, message))}`;
  const fields = (block.fields ?? []) as TextObject[];
  const accessory = block.accessory ? buttonView(block.accessory as Button, block, message) : '';
  return html`<div>
    ${block.text ? html`<p>${show(block.text)}</p>` : ''}${fields.map((field) => html`<p>${show(field)}</p>`)}${accessory}
  </div>`;
}

function buttonView(
  { text, action_id: actionId = '', value = '', style, url }: Button,
  block: Block,
  message: Message,
): Markup {
  if (url && /^https?:/i.test(url))
    return html`<a class="badge" href="${url}" rel="noopener noreferrer">${text.text}</a> `;
  return html`<form method="post" action="/click/${message.channel}/${message.ts}">
    <input type="hidden" name="actionId" value="${actionId}" /><input type="hidden" name="value" value="${value}" />
    <input type="hidden" name="blockId" value="${String(block.block_id ?? '')}" />
    <input type="hidden" name="text" value="${text.text}" />
    <button class="${style}">${text.text}</button>
  </form>`;
}

const token = /<([^<>|]+)(?:\|([^<>]*))?>|\*([^*\n]+)\*|`([^`\n]+)`|\n/g;

/** Slack's own mark-up: links, mentions, bold and code. All else is shown as it is. */
function mrkdwn(text: string, workspace: SlackWorkspace): Markup {
  const parts: (string | Markup)[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    parts.push(plain(text.slice(end, match.index)), tokenView(match, workspace));
    end = match.index + match[0].length;
  }
  return html`${parts}${plain(text.slice(end))}`;
}

function tokenView([whole, target, label, bold, code]: RegExpMatchArray, { users }: SlackWorkspace): string | Markup {
  if (bold !== undefined) return html`<strong>${plain(bold)}</strong>`;
  if (code !== undefined) return html`<code>${plain(code)}</code>`;
  if (target === undefined) return html`<br />`;
  if (/^https?:/i.test(target))
    return html`<a href="${plain(target)}" rel="noopener noreferrer">${plain(label ?? target)}</a>`;
  if (target.startsWith('@'))
    return html`<span class="badge">@${users.find(({ id }) => `@${id}` === target)?.name ?? target}</span>`;
  return target.startsWith('!') ? html`<span class="badge">@${target.slice(1)}</span>` : whole;
}

/** Slack wants `&`, `<` and `>` escaped in every text. */
const plain = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
