import type { Entity } from './entities';
import { inputError, notServed } from './errors';
import { passesFilter, type Filter, type ReadField } from './filter';

export interface ConnectionArguments {
  filter?: Filter | null;
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
  orderBy?: 'createdAt' | 'updatedAt' | null;
}

export interface Connection<E> {
  nodes: E[];
  edges: { node: E; cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const defaultPage = 50;
export const largestPage = 250;

/** One page of a list, the newest first as in Linear. Cursors are ids. */
export function toConnection<E extends Entity>(
  list: readonly E[],
  args: ConnectionArguments,
  read: ReadField,
): Connection<E> {
  if (args.last || args.before) throw notServed('paging backwards; ask with "first" and "after"');
  const first = args.first ?? defaultPage;
  if (first < 1 || first > largestPage)
    throw inputError('Argument Validation Error', `first must be between 1 and ${largestPage}.`);
  const key = args.orderBy ?? 'createdAt';
  const found = list.filter((entity) => passesFilter(entity, args.filter ?? {}, read));
  const sorted = found.reverse().sort((a, b) => Date.parse(b[key]) - Date.parse(a[key]));
  const start = args.after ? sorted.findIndex(({ id }) => id === args.after) + 1 : 0;
  const nodes = sorted.slice(start, start + first);
  return {
    nodes,
    edges: nodes.map((node) => ({ node, cursor: node.id })),
    pageInfo: {
      hasNextPage: start + first < sorted.length,
      hasPreviousPage: start > 0,
      startCursor: nodes[0]?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
    },
  };
}
