import { lint, type Snippet } from './lint';

const rule = '@typescript-eslint/no-restricted-imports';
const use = (from: string): string => `import { thing } from '${from}';\nexport const used = thing;\n`;
const typeOnly = (from: string): string => `import type { Thing } from '${from}';\nexport type Used = Thing;\n`;

const refused: [file: string, code: string][] = [
  ['domain/fixture.ts', use('../config/types')],
  ['domain/fixture.ts', use('zod')],
  ['domain/fixture.ts', use('node:crypto')],
  ['domain/issue/fixture.ts', use('../../workflows/contracts')],
  ['workflows/fixture.ts', use('../activities/linear/contract')],
  ['workflows/fixture.ts', use('../config/types')],
  ['workflows/fixture.ts', use('../telemetry/tracing')],
  ['workflows/fixture.ts', use('node:crypto')],
  ['workflows/fixture.ts', use('fs')],
  ['workflows/fixture.ts', use('zod')],
  ['workflows/fixture.ts', use('@temporalio/client')],
  ['workflows/fixture.ts', use('@linear/sdk')],
  ['workflows/contracts.ts', use('../domain/alert')],
  ['workflows/contracts.ts', typeOnly('./incident')],
  ['workflows/contracts.ts', typeOnly('@temporalio/workflow')],
  ['gateway/fixture.ts', use('../workflows/incident')],
  ['gateway/fixture.ts', use('../ingress/app')],
  ['gateway/fixture.ts', use('../config/load')],
  ['gateway/fixture.ts', use('zod')],
  ['activities/fixture.ts', use('../workflows/contracts')],
  ['activities/linear/fixture.ts', typeOnly('../../workflows/incident')],
  ['activities/linear/fixture.ts', use('../../config/types')],
  ['activities/linear/fixture.ts', use('../../worker/main')],
  ['activities/linear/fixture.ts', use('@linear/sdk')],
  ['activities/slack/fixture.ts', use('@slack/web-api')],
  ['activities/fixture.ts', use('@temporalio/client')],
  ['config/fixture.ts', use('../worker/main')],
  ['telemetry/fixture.ts', use('../ingress/app')],
  ['telemetry/fixture.ts', use('../config/load')],
  ['ingress/fixture.ts', use('../activities/linear/contract')],
  ['ingress/fixture.ts', use('../worker/main')],
  ['ingress/fixture.ts', use('../workflows/incident')],
  ['ingress/fixture.ts', use('../sandbox/start')],
  ['cli/fixture.ts', use('../activities/linear/contract')],
  ['cli/fixture.ts', use('../worker/main')],
  ['worker/fixture.ts', use('../ingress/app')],
  ['worker/fixture.ts', use('../workflows/incident')],
  ['worker/fixture.ts', use('../sandbox/start')],
  ['sandbox/fixture.ts', use('../config/types')],
  ['sandbox/linear/fixture.ts', use('../../workflows/contracts')],
  ['programs/fixture.ts', use('../sandbox/start')],
  ['stack/fixture.ts', use('../ingress/app')],
  ['stack/fixture.ts', use('../config/types')],
  ['worker/fixture.ts', use('../stack/start')],
];

const accepted: [file: string, code: string][] = [
  ['domain/issue/fixture.ts', use('../alert')],
  ['workflows/fixture.ts', use('../domain/alert')],
  ['workflows/fixture.ts', use('@temporalio/workflow')],
  ['workflows/fixture.ts', typeOnly('../activities/linear/contract')],
  ['workflows/interceptors.ts', use('@temporalio/interceptors-opentelemetry/lib/workflow')],
  ['workflows/contracts.ts', typeOnly('../domain/alert')],
  ['gateway/fixture.ts', use('../workflows/contracts')],
  ['gateway/fixture.ts', use('@temporalio/client')],
  ['gateway/fixture.ts', use('node:crypto')],
  ['activities/linear/fixture.ts', use('../../domain/alert')],
  ['activities/linear/fixture.ts', typeOnly('@linear/sdk')],
  ['activities/linear/fixture.ts', use('zod')],
  ['activities/fixture.ts', typeOnly('../gateway/incidents')],
  ['ingress/fixture.ts', use('../workflows/contracts')],
  ['ingress/fixture.ts', use('../gateway/incidents')],
  ['worker/fixture.ts', use('../activities/linear/contract')],
  ['worker/fixture.ts', use('@linear/sdk')],
  ['demo/fixture.ts', use('../sandbox/start')],
  ['demo/fixture.ts', use('../stack/start')],
  ['stack/fixture.ts', use('../sandbox/start')],
  ['stack/fixture.ts', use('../programs/temporal')],
];

const elsewhere: [what: string, snippet: Snippet, rule: string][] = [
  [
    'the environment outside config/',
    { file: 'worker/fixture.ts', code: 'export const home = process.env.HOME;\n' },
    'no-restricted-syntax',
  ],
  [
    'the environment by destructuring',
    { file: 'worker/fixture.ts', code: 'export const { env } = process;\n' },
    'no-restricted-syntax',
  ],
  [
    'a client built in an activity',
    { file: 'activities/fixture.ts', code: 'export const client = new Client();\n' },
    'no-restricted-syntax',
  ],
  ['a default export', { file: 'domain/fixture.ts', code: 'export default 1;\n' }, 'no-restricted-syntax'],
  [
    'an interface with an I prefix',
    { file: 'domain/fixture.ts', code: 'export interface IAlert {\n  name: string;\n}\n' },
    '@typescript-eslint/naming-convention',
  ],
  ['any', { file: 'domain/fixture.ts', code: 'export const value: any = 1;\n' }, '@typescript-eslint/no-explicit-any'],
  ['a file of more than 250 lines', { file: 'domain/fixture.ts', code: 'export {};\n'.repeat(251) }, 'max-lines'],
  [
    'a function of more than 50 lines',
    { file: 'domain/fixture.ts', code: `export function long(): void {\n${'  void 0;\n'.repeat(50)}}\n` },
    'max-lines-per-function',
  ],
  [
    'a promise that nobody awaits',
    {
      file: 'test/structure/typed/fixture.ts',
      typed: true,
      code: 'export function start(): void {\n  Promise.resolve();\n}\n',
    },
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a promise as a condition',
    {
      file: 'test/structure/typed/fixture.ts',
      typed: true,
      code: 'export const sure = Promise.resolve(false) ? 1 : 2;\n',
    },
    '@typescript-eslint/no-misused-promises',
  ],
];

const snippets: Snippet[] = [...refused, ...accepted].map(([file, code]) => ({ file, code }));
const broken = lint([...snippets, ...elsewhere.map(([, snippet]) => snippet)]);
const rulesFor = (index: number): string[] => broken[index] ?? ['not linted'];

describe('the boundaries between folders', () => {
  test.each(refused.map(([file, code], index) => [file, code.split('\n')[0], index] as const))(
    '%s may not hold: %s',
    (_file, _code, index) => expect(rulesFor(index)).toContain(rule),
  );

  test.each(accepted.map(([file, code], index) => [file, code.split('\n')[0], refused.length + index] as const))(
    '%s may hold: %s',
    (_file, _code, index) => expect(rulesFor(index)).toEqual([]),
  );
});

describe('the house rules', () => {
  test.each(elsewhere.map(([what, , name], index) => [what, name, snippets.length + index] as const))(
    'refuse %s (%s)',
    (_what, name, index) => expect(rulesFor(index)).toContain(name),
  );

  test('let config/ read the environment', () => {
    expect(lint([{ file: 'config/fixture.ts', code: 'export const home = process.env.HOME;\n' }])).toEqual([[]]);
  });
});
