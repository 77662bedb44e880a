import tseslint from 'typescript-eslint';
import { boundaries } from './scripts/lint/boundaries.mjs';

const environment = 'Only config/ reads the environment; take the value as an argument.';
const restrictedSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: 'TSExportAssignment', message: 'Export by name.' },
];
const noEnvironment = [
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: environment },
  {
    selector: "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
    message: environment,
  },
];
const noClient = {
  selector: 'NewExpression[callee.name=/^(Client|Connection|NativeConnection|LinearClient|WebClient|Octokit)$/]',
  message: 'worker/ builds clients; take what is needed of it as a dependency.',
};
const syntax = (/** @type {object[]} */ ...rules) => ({ 'no-restricted-syntax': ['error', ...rules] });

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.cache', 'coverage', 'test/fixtures'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error', // an async update validator accepts everything
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: false } },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      ...syntax(...restrictedSyntax, ...noEnvironment),
    },
  },
  { files: ['scripts/**/*.mjs', '*.mjs'], extends: [tseslint.configs.recommended] },
  { files: ['config/**/*.ts'], rules: syntax(...restrictedSyntax) },
  { files: ['activities/**/*.ts'], rules: syntax(...restrictedSyntax, ...noEnvironment, noClient) },
  // The demo, the measurements and the tests start processes and hand them an environment.
  { files: ['{demo,bench,chaos,programs,stack}/**/*.ts'], rules: syntax(...restrictedSyntax) },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', 500],
      'max-lines-per-function': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-require-imports': 'off', // packages that only Node's own require can load
    },
  },
  ...boundaries,
);
