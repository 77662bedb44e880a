import { buildSchema, parse, validate } from 'graphql';
import * as sdk from '@linear/sdk';
import { loadLinearSchema } from '../../../sandbox/linear/schema/load';
import { sdlFromDeclarations } from '../../../sandbox/linear/schema/sdl';

it('takes every operation that the installed SDK can send', () => {
  const schema = loadLinearSchema();
  const operations = Object.entries(sdk.LinearDocument as unknown as Record<string, unknown>).filter(
    ([name]) => name.endsWith('Document') && !name.endsWith('FragmentDoc'),
  );
  const refused = operations.filter(([, document]) => validate(schema, parse(String(document))).length > 0);
  expect(operations.length).toBeGreaterThan(600);
  expect(refused.map(([name]) => name)).toEqual([]);
});

it('rebuilds types, inputs, arguments, enumerations, interfaces and unions from declarations', () => {
  const schema = buildSchema(
    sdlFromDeclarations(`
      type Scalars = { ID: string; String: string; Boolean: boolean; Int: number; Float: number; DateTime: Date };
      type Maybe<T> = T | null;
      type InputMaybe<T> = T | null;
      type Node = { id: Scalars["ID"] };
      declare enum Kind { Bug = "bug", Task = "task" }
      type Issue = Node & { __typename?: "Issue"; id: Scalars["ID"]; kind: Kind; at?: Maybe<Scalars["DateTime"]>; notes: Array<Note>; parent?: Maybe<Parent> };
      type IssueNotesArgs = { first?: InputMaybe<Scalars["Int"]> };
      type Note = { __typename?: "Note"; text: Scalars["String"] };
      type Parent = Issue | Note;
      type Query = { __typename?: "Query"; issue: Issue };
      type QueryIssueArgs = { filter: IssueFilter };
      type IssueFilter = { and?: InputMaybe<Array<IssueFilter>>; kind?: InputMaybe<Kind> };
    `),
  );
  const query = (text: string): string[] => validate(schema, parse(text)).map(({ message }) => message);
  expect(
    query('{ issue(filter: { kind: bug }) { id kind at notes(first: 1) { text } parent { ... on Note { text } } } }'),
  ).toEqual([]);
  expect(query('{ issue { id } }')).toHaveLength(1);
  expect(query('{ issue(filter: { kind: epic }) { id } }')).toHaveLength(1);
});
