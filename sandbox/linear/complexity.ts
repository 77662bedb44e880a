import { Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

const pointsPerProperty = 0.1;
const pointsPerObject = 1;
const defaultPage = 50;

/** Linear's measure of a query: 0.1 for a property, 1 for an object, and a connection's content times its page size. */
export function complexityOf(document: DocumentNode, variables: Record<string, unknown>): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);

  const ofSelections = ({ selections }: SelectionSetNode): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + ofField(selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + ofSelections(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return sum + (fragment ? ofSelections(fragment.selectionSet) : 0);
    }, 0);

  const ofField = (field: FieldNode): number => {
    if (!field.selectionSet) return pointsPerProperty;
    return pointsPerObject + ofSelections(field.selectionSet) * pageSize(field, variables);
  };

  return document.definitions.reduce(
    (sum, definition) =>
      sum + (definition.kind === Kind.OPERATION_DEFINITION ? ofSelections(definition.selectionSet) : 0),
    0,
  );
}

function pageSize({ arguments: given, selectionSet }: FieldNode, variables: Record<string, unknown>): number {
  const asked = given?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (asked?.kind === Kind.INT) return Number(asked.value);
  if (asked?.kind === Kind.VARIABLE && typeof variables[asked.name.value] === 'number')
    return variables[asked.name.value] as number;
  const isConnection = selectionSet?.selections.some(
    (selection) => selection.kind === Kind.FIELD && ['nodes', 'edges'].includes(selection.name.value),
  );
  return isConnection ? defaultPage : 1;
}
