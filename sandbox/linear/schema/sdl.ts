import ts from 'typescript';
import {
  builtInScalars,
  fieldsOf,
  interfacesOf,
  isObjectType,
  readDeclarations,
  referredName,
  type Declarations,
  type Field,
} from './declarations';

const roots = ['Query', 'Mutation', 'Subscription'];

/** Rebuilds a GraphQL schema from a client's type declarations: all that its root types reach. */
export function sdlFromDeclarations(source: string): string {
  return new SchemaWriter(readDeclarations(source)).write();
}

interface TypeText {
  sdl: string;
  nullable: boolean;
}

class SchemaWriter {
  private readonly definitions = new Map<string, string>();
  private readonly waiting: string[] = [];
  /** Type names in lower case: codegen changes the case of a field's name in the name of its arguments' type. */
  private readonly namesByLowerCase: Map<string, string>;
  private readonly implementers = new Map<string, string[]>();

  constructor(private readonly declarations: Declarations) {
    this.namesByLowerCase = new Map([...declarations.aliases.keys()].map((name) => [name.toLowerCase(), name]));
    for (const [name, type] of declarations.aliases)
      for (const implemented of interfacesOf(type))
        this.implementers.set(implemented, [...(this.implementers.get(implemented) ?? []), name]);
  }

  write(): string {
    const { aliases, scalars } = this.declarations;
    const present = roots.filter((root) => aliases.has(root));
    this.waiting.push(...present);
    for (let name = this.waiting.pop(); name !== undefined; name = this.waiting.pop()) this.define(name);
    const schema = `schema { ${present.map((root) => `${root.toLowerCase()}: ${root}`).join(' ')} }`;
    return [schema, ...scalars.map((name) => `scalar ${name}`), ...this.definitions.values()].join('\n\n') + '\n';
  }

  private define(name: string): void {
    const { aliases, enums, scalars } = this.declarations;
    if (this.definitions.has(name) || builtInScalars.includes(name) || scalars.includes(name)) return;
    const values = enums.get(name);
    const type = aliases.get(name);
    if (values) this.definitions.set(name, `enum ${name} { ${values.join(' ')} }`);
    else if (!type) this.definitions.set(name, `scalar ${name}`);
    else if (ts.isUnionTypeNode(type)) this.definitions.set(name, this.union(name, type));
    else this.definitions.set(name, this.composite(name, type));
  }

  private union(name: string, { types }: ts.UnionTypeNode): string {
    const members = types.filter(ts.isTypeReferenceNode).map(referredName);
    this.waiting.push(...members);
    return `union ${name} = ${members.join(' | ')}`;
  }

  private composite(name: string, type: ts.TypeNode): string {
    const implemented = interfacesOf(type);
    this.waiting.push(...implemented);
    const isObject = isObjectType(type);
    const implementers = isObject ? undefined : this.implementers.get(name);
    this.waiting.push(
      ...(implementers ?? []).filter((candidate) => isObjectType(this.declarations.aliases.get(candidate)!)),
    );
    const keyword = isObject ? 'type' : implementers ? 'interface' : 'input';
    const fields = fieldsOf(type).map((field) => {
      const args = isObject ? this.argumentsOf(name, field) : '';
      return `  ${field.name}${args}: ${this.typeOf(field.type)}`;
    });
    const implementing = implemented.length > 0 ? ` implements ${implemented.join(' & ')}` : '';
    return `${keyword} ${name}${implementing} {\n${fields.join('\n')}\n}`;
  }

  private argumentsOf(typeName: string, field: Field): string {
    const name = this.namesByLowerCase.get(`${typeName}${field.name}Args`.toLowerCase());
    const declared = name === undefined ? [] : fieldsOf(this.declarations.aliases.get(name)!);
    if (declared.length === 0) return '';
    return `(${declared.map((argument) => `${argument.name}: ${this.typeOf(argument.type)}`).join(', ')})`;
  }

  private typeOf(type: ts.TypeNode): string {
    const { sdl, nullable } = this.typeText(type);
    return nullable ? sdl : `${sdl}!`;
  }

  private typeText(type: ts.TypeNode): TypeText {
    if (ts.isParenthesizedTypeNode(type)) return this.typeText(type.type);
    if (ts.isIndexedAccessTypeNode(type)) return { sdl: scalarName(type), nullable: false };
    if (!ts.isTypeReferenceNode(type)) return { sdl: 'String', nullable: false };
    const name = referredName(type);
    const argument = type.typeArguments?.[0];
    if (argument && (name === 'Maybe' || name === 'InputMaybe'))
      return { sdl: this.typeText(argument).sdl, nullable: true };
    if (argument && name === 'Array') return { sdl: `[${this.typeOf(argument)}]`, nullable: false };
    this.waiting.push(name);
    return { sdl: name, nullable: false };
  }
}

/** `Scalars["DateTime"]` → `DateTime` */
function scalarName({ indexType }: ts.IndexedAccessTypeNode): string {
  return ((indexType as ts.LiteralTypeNode).literal as ts.StringLiteral).text;
}
