import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { searchAttributeNames } from '../workflows/contracts';

/** `temporal.api.enums.v1.IndexedValueType` */
const keyword = 2;
const typeNames = ['Unspecified', 'Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'];

type OperatorConnection = Pick<Connection, 'operatorService'>;

/** What hinders the incidents' search attributes in this namespace, a sentence each; empty = ready. */
export async function searchAttributeMistakes(
  { operatorService }: OperatorConnection,
  namespace: string,
): Promise<string[]> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  return searchAttributeNames.flatMap((name) => {
    const type = customAttributes[name];
    if (type === keyword) return [];
    if (type === undefined)
      return [`Search attribute ${name} is missing; add it to namespace ${namespace} as Keyword.`];
    return [
      `Search attribute ${name} is ${typeNames[type] ?? type}, not Keyword; remove it and add it again as Keyword.`,
    ];
  });
}

/**
 * Adds the ten Keyword attributes that are missing. Temporal answers OK for a name that exists with another type, so
 * ask `searchAttributeMistakes` afterwards.
 */
export async function registerSearchAttributes(connection: OperatorConnection, namespace: string): Promise<void> {
  const searchAttributes = Object.fromEntries(searchAttributeNames.map((name) => [name, keyword]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

const pauseMs = 2_000;

/**
 * Registers the search attributes as soon as Temporal answers, and resolves when the namespace is ready for incidents.
 * Where the product may not register them, or one has another type, it says what is missing and goes on looking.
 */
export async function prepareNamespace(
  connection: OperatorConnection,
  namespace: string,
  log: { warn(fields: object, message: string): void },
  signal?: AbortSignal,
): Promise<void> {
  while (!signal?.aborted) {
    const refusal: unknown = await registerSearchAttributes(connection, namespace).then(() => undefined, String);
    const mistakes = await searchAttributeMistakes(connection, namespace).catch((error: unknown) => [String(error)]);
    if (mistakes.length === 0) return;
    if (!signal?.aborted) log.warn({ namespace, mistakes, refusal }, 'the namespace is not ready for incidents yet');
    await sleep(pauseMs, undefined, { signal, ref: true }).catch(() => undefined);
  }
}
