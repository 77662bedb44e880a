import { isRecord } from '../http/body';
import { SlackApiError, type Block } from './entities';

const mostBlocks = 50;
const mostActions = 25;

/** Longest texts, in characters. */
const longest = { header: 150, section: 3000, field: 2000, context: 2000, button: 75, value: 2000, actionId: 255 };

/** Checks what Block Kit would check of the blocks that incidents are told with. Throws `invalid_blocks`. */
export function checkBlocks(value: unknown): Block[] {
  if (!Array.isArray(value)) throw new SlackApiError('invalid_blocks_format', ['blocks is no list']);
  if (value.length > mostBlocks) refuse(`no more than ${mostBlocks} items allowed`);
  return value.map((block: unknown, index) => {
    if (!isRecord(block) || typeof block.type !== 'string') return refuse(`blocks[${index}] has no type`);
    const check = checks[block.type];
    if (!check) return refuse(`unsupported type: ${block.type} [blocks/${index}]`);
    check(block, `blocks/${index}`);
    return block as Block;
  });
}

type Check = (block: Record<string, unknown>, at: string) => void;

const checks: Record<string, Check> = {
  header: ({ text }, at) => checkText(text, at, longest.header, ['plain_text']),
  divider: () => undefined,
  section: ({ text, fields, accessory }, at) => {
    if (text === undefined && fields === undefined) refuse(`missing text or fields [${at}]`);
    if (text !== undefined) checkText(text, at, longest.section);
    for (const field of listOf(fields, at)) checkText(field, `${at}/fields`, longest.field);
    if (accessory !== undefined) checkElement(accessory, at);
  },
  context: ({ elements }, at) => {
    for (const element of listOf(elements, at)) checkText(element, at, longest.context);
  },
  actions: ({ elements }, at) => {
    const buttons = listOf(elements, at);
    if (buttons.length === 0 || buttons.length > mostActions) refuse(`must have 1 to ${mostActions} elements [${at}]`);
    for (const button of buttons) checkElement(button, at);
  },
};

function checkElement(element: unknown, at: string): void {
  if (!isRecord(element)) return refuse(`no element [${at}]`);
  if (element.type !== 'button') return refuse(`unsupported element: ${String(element.type)} [${at}]`);
  checkText(element.text, at, longest.button, ['plain_text']);
  const { action_id: actionId = '', value = '' } = element;
  if (typeof actionId !== 'string' || actionId.length > longest.actionId) refuse(`bad action_id [${at}]`);
  if (typeof value !== 'string' || value.length > longest.value) refuse(`bad value [${at}]`);
}

function checkText(text: unknown, at: string, most: number, types = ['plain_text', 'mrkdwn']): void {
  if (!isRecord(text) || !types.includes(String(text.type)))
    return refuse(`text must be ${types.join(' or ')} [${at}]`);
  if (typeof text.text !== 'string' || text.text === '') return refuse(`must be more than 0 characters [${at}/text]`);
  if (text.text.length > most) refuse(`must be less than ${most + 1} characters [${at}/text]`);
}

function listOf(value: unknown, at: string): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : refuse(`no list [${at}]`);
}

function refuse(message: string): never {
  throw new SlackApiError('invalid_blocks', [`[ERROR] ${message}`]);
}
