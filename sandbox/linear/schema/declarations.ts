import ts from 'typescript';

/** The type declarations of a GraphQL client as graphql-codegen writes them: one alias per type, one enum per enum. */
export interface Declarations {
  /** By name; generic helpers such as `Maybe` are left out. */
  aliases: Map<string, ts.TypeNode>;
  enums: Map<string, string[]>;
  /** Custom scalars, without GraphQL's own. */
  scalars: string[];
}

export const builtInScalars = ['ID', 'String', 'Boolean', 'Int', 'Float'];

export function readDeclarations(source: string): Declarations {
  const file = ts.createSourceFile('declarations.d.ts', source, ts.ScriptTarget.Latest);
  const aliases = new Map<string, ts.TypeNode>();
  const enums = new Map<string, string[]>();
  for (const statement of file.statements) {
    if (ts.isTypeAliasDeclaration(statement) && !statement.typeParameters && !aliases.has(statement.name.text))
      aliases.set(statement.name.text, statement.type);
    if (ts.isEnumDeclaration(statement)) enums.set(statement.name.text, statement.members.map(enumValue));
  }
  const scalars = aliases.get('Scalars');
  if (!scalars) throw new Error('The declarations hold no type called Scalars: this is no graphql-codegen output.');
  const names = fieldsOf(scalars).map(({ name }) => name);
  return { aliases, enums, scalars: names.filter((name) => !builtInScalars.includes(name)) };
}

function enumValue({ name, initializer }: ts.EnumMember): string {
  return initializer && ts.isStringLiteral(initializer) ? initializer.text : (name as ts.Identifier).text;
}

export interface Field {
  name: string;
  type: ts.TypeNode;
}

/** The fields that a type declares itself, `__typename` left out. */
export function fieldsOf(type: ts.TypeNode): Field[] {
  return membersOf(type).filter(({ name }) => name !== '__typename');
}

export function isObjectType(type: ts.TypeNode): boolean {
  return membersOf(type).some(({ name }) => name === '__typename');
}

/** Names before the `&`: the interfaces of an object type. */
export function interfacesOf(type: ts.TypeNode): string[] {
  return ts.isIntersectionTypeNode(type) ? type.types.filter(ts.isTypeReferenceNode).map(referredName) : [];
}

export function referredName({ typeName }: ts.TypeReferenceNode): string {
  return (typeName as ts.Identifier).text;
}

function membersOf(type: ts.TypeNode): Field[] {
  const parts = ts.isIntersectionTypeNode(type) ? [...type.types] : [type];
  return parts
    .filter(ts.isTypeLiteralNode)
    .flatMap(({ members }) => [...members])
    .filter(ts.isPropertySignature)
    .map(({ name, type: fieldType }) => ({ name: (name as ts.Identifier).text, type: fieldType! }));
}
