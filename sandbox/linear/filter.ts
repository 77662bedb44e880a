import type { Entity } from './entities';
import { inputError, notServed } from './errors';
import { isEntity } from './relations';

export type Filter = Record<string, unknown>;
export type ReadField = (entity: Entity, field: string) => unknown;

/** Whether an entity passes one of Linear's filters. Filters that the sandbox cannot judge are errors, never "yes". */
export function passesFilter(entity: Entity, filter: Filter, read: ReadField): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    if (condition === null || condition === undefined) return true;
    if (name === 'and') return (condition as Filter[]).every((part) => passesFilter(entity, part, read));
    if (name === 'or') return (condition as Filter[]).some((part) => passesFilter(entity, part, read));
    const value = read(entity, name);
    if (value === undefined) throw notServed(`filters of ${entity.__typename} by "${name}"`);
    if (name === 'id' && entity.__typename === 'Issue') return passesIssueId(entity, condition as Filter);
    return passesCondition(value, condition as Filter, read);
  });
}

/** Issues are found by UUID and by identifier. */
function passesIssueId({ id, identifier }: { id: string; identifier: string }, condition: Filter): boolean {
  const comparators = Object.entries(condition);
  const negative = comparators.some(([name]) => name === 'neq' || name === 'nin');
  const results = [id, identifier].map((value) =>
    comparators.every(([name, operand]) => compare(name, value, operand)),
  );
  return negative ? results.every(Boolean) : results.some(Boolean);
}

function passesCondition(value: unknown, condition: Filter, read: ReadField): boolean {
  if (Array.isArray(value)) return passesCollection(value.filter(isEntity), condition, read);
  const { null: wantsNull, ...rest } = condition;
  if (typeof wantsNull === 'boolean' && (value === null) !== wantsNull) return false;
  if (isEntity(value)) return passesFilter(value, rest, read);
  if (value === null && Object.values(rest).some(isNested)) return false;
  return Object.entries(rest).every(([name, operand]) => compare(name, value, operand));
}

/** `some`, `every` and `length`; conditions beside them mean `some`. */
function passesCollection(entities: Entity[], condition: Filter, read: ReadField): boolean {
  const { some, every, length, null: wantsNone, ...rest } = condition;
  if (typeof wantsNone === 'boolean' && (entities.length === 0) !== wantsNone) return false;
  if (length && !passesCondition(entities.length, length as Filter, read)) return false;
  if (every && !entities.every((entity) => passesFilter(entity, every as Filter, read))) return false;
  return [some as Filter | undefined, Object.keys(rest).length > 0 ? rest : undefined].every(
    (wanted) => !wanted || entities.some((entity) => passesFilter(entity, wanted, read)),
  );
}

const isNested = (operand: unknown): boolean =>
  typeof operand === 'object' && operand !== null && !Array.isArray(operand);

type Comparator = (value: string | number | boolean | null, operand: never) => boolean;

const text = (value: unknown): string => String(value ?? '');
const lower = (value: unknown): string => text(value).toLowerCase();

const comparators: Record<string, Comparator> = {
  eq: (value, operand: unknown) => value === operand,
  neq: (value, operand: unknown) => value !== operand,
  in: (value, operand: unknown[]) => operand.includes(value),
  nin: (value, operand: unknown[]) => !operand.includes(value),
  gt: (value, operand: string | number) => ordered(value, operand, (difference) => difference > 0),
  gte: (value, operand: string | number) => ordered(value, operand, (difference) => difference >= 0),
  lt: (value, operand: string | number) => ordered(value, operand, (difference) => difference < 0),
  lte: (value, operand: string | number) => ordered(value, operand, (difference) => difference <= 0),
  eqIgnoreCase: (value, operand: string) => lower(value) === lower(operand),
  neqIgnoreCase: (value, operand: string) => lower(value) !== lower(operand),
  contains: (value, operand: string) => text(value).includes(operand),
  notContains: (value, operand: string) => !text(value).includes(operand),
  containsIgnoreCase: (value, operand: string) => lower(value).includes(lower(operand)),
  notContainsIgnoreCase: (value, operand: string) => !lower(value).includes(lower(operand)),
  startsWith: (value, operand: string) => text(value).startsWith(operand),
  startsWithIgnoreCase: (value, operand: string) => lower(value).startsWith(lower(operand)),
  endsWith: (value, operand: string) => text(value).endsWith(operand),
};

function compare(name: string, value: unknown, operand: unknown): boolean {
  const comparator = comparators[name];
  if (!comparator) throw notServed(`the comparator "${name}"`);
  if (operand === null || operand === undefined) return name === 'eq' ? value === null : true;
  return comparator(value as string | number | boolean | null, operand as never);
}

/** Numbers by size, anything else as moments. What has no value is neither before nor after. */
function ordered(value: unknown, operand: string | number, holds: (difference: number) => boolean): boolean {
  if (value === null) return false;
  if (typeof value === 'number') return holds(value - Number(operand));
  const moment = Date.parse(String(operand));
  if (Number.isNaN(moment))
    throw inputError('Argument Validation Error', `"${operand}" is no date that this sandbox reads.`);
  return holds(Date.parse(String(value)) - moment);
}
