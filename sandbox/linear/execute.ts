import {
  defaultTypeResolver,
  execute,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { toConnection, type ConnectionArguments } from './connection';
import { notServed } from './errors';
import type { ReadField } from './filter';
import { mutations, queries, type OperationContext } from './operations';
import { isEntity, readField } from './relations';

export interface LinearExecution extends OperationContext {
  baseUrl: string;
  /** Told of each root field as it ends, in order; `error` where it was refused. */
  settled(field: {
    operation: 'query' | 'mutation';
    name: string;
    args: object;
    value?: unknown;
    error?: unknown;
  }): void;
}

/**
 * Runs a validated document. Mutation fields run one after the other; their payloads are non-null, so the first that
 * fails nulls the whole answer, and those after it never run.
 */
export async function executeLinear(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Record<string, unknown>,
  operationName: string | undefined,
  contextValue: LinearExecution,
): Promise<ExecutionResult> {
  return execute({
    ...{ schema, document, variableValues, operationName, contextValue, fieldResolver: resolveField },
    typeResolver: (value, context, info, type) =>
      isEntity(value) ? value.__typename : defaultTypeResolver(value, context, info, type),
  });
}

const resolveField: GraphQLFieldResolver<unknown, LinearExecution> = (source, args, context, info) => {
  const read: ReadField = (entity, field) => readField(entity, field, context.workspace, context.baseUrl);
  const value = isRoot(info)
    ? resolveRoot(args, context, info)
    : isEntity(source)
      ? read(source, info.fieldName)
      : property(source, info);
  const isConnection = getNamedType(info.returnType).name.endsWith('Connection');
  if (isConnection && Array.isArray(value))
    return toConnection(value.filter(isEntity), args as ConnectionArguments, read);
  return value ?? zeroValue(info.returnType, info.schema);
};

const isRoot = ({ parentType, schema }: GraphQLResolveInfo): boolean =>
  parentType === schema.getQueryType() || parentType === schema.getMutationType();

const property = (source: unknown, { fieldName }: GraphQLResolveInfo): unknown =>
  (source as Record<string, unknown> | null)?.[fieldName];

function resolveRoot(args: object, context: LinearExecution, info: GraphQLResolveInfo): unknown {
  const operation = info.parentType === info.schema.getMutationType() ? 'mutation' : 'query';
  const name = info.fieldName;
  try {
    const run = (operation === 'mutation' ? mutations : queries)[name];
    if (!run) throw notServed(`the ${operation} "${name}"`);
    const value = run(args as never, context);
    context.settled({ operation, name, args, value });
    return value;
  } catch (error) {
    context.settled({ operation, name, args, error });
    throw error;
  }
}

const scalarZeros: Record<string, unknown> = {
  ...{ Int: 0, Float: 0, Boolean: false, JSON: '{}', JSONObject: {} },
  ...{ DateTime: '1970-01-01T00:00:00.000Z', TimelessDate: '1970-01-01' },
};

/** A value for a field that must not be null and that the workspace has nothing for: the SDK asks for whole fragments. */
function zeroValue(type: GraphQLOutputType, schema: GraphQLSchema): unknown {
  if (!isNonNullType(type)) return null;
  const inner = getNullableType(type);
  if (isListType(inner)) return [];
  if (isScalarType(inner)) return scalarZeros[inner.name] ?? '';
  if (isEnumType(inner)) return inner.getValues()[0]?.value;
  return isAbstractType(inner) ? { __typename: schema.getPossibleTypes(inner)[0]?.name } : {};
}
