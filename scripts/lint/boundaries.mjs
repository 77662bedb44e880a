import { builtinModules } from 'node:module';

/** Every top-level folder that holds TypeScript. A folder inside another one must not bear such a name. */
const folders = [
  'activities',
  'bench',
  'chaos',
  'cli',
  'config',
  'demo',
  'domain',
  'gateway',
  'ingress',
  'programs',
  'sandbox',
  'scripts',
  'stack',
  'telemetry',
  'test',
  'worker',
  'workflows',
];

/**
 * What a folder may import. Names under `types` may be imported for their types alone. Without `packages` any package
 * may be imported but those under `types`.
 * @typedef {{ folders: string[], packages?: string[], types?: string[], why: string }} Allowance
 */

/** Clients of outside systems: worker/ builds them, the activities see their types. */
const sdks = [
  '@linear/sdk',
  '@slack/web-api',
  'nodemailer',
  '@kubernetes/client-node',
  '@octokit/rest',
  '@temporalio/client',
  '@temporalio/worker',
  'express',
];

/** @type {Record<string, Allowance>} */
const allowed = {
  domain: { folders: [], packages: [], why: 'domain/ holds pure decisions and imports nothing.' },
  workflows: {
    folders: ['domain'],
    packages: ['@temporalio/workflow', '@temporalio/common', '@temporalio/interceptors-opentelemetry'],
    types: ['activities'],
    why: 'Workflows run in a sandbox: domain/, @temporalio/workflow, and types of activities.',
  },
  gateway: {
    folders: ['domain', 'workflows/contracts'],
    packages: ['@temporalio/client', '@temporalio/common', ...builtinModules],
    types: ['config'],
    why: 'gateway/ is how processes talk to incidents: domain/, the contracts and the Temporal client.',
  },
  activities: {
    folders: ['domain'],
    types: ['gateway', 'workflows/contracts', ...sdks],
    why: 'Activities take their dependencies as arguments: domain/ and types of SDKs.',
  },
  config: { folders: ['domain'], why: 'config/ reads settings and knows domain/ alone.' },
  telemetry: { folders: ['domain'], types: ['config'], why: 'telemetry/ serves every process and knows none.' },
  ingress: {
    folders: ['domain', 'config', 'gateway', 'telemetry', 'workflows/contracts'],
    why: 'The ingress starts workflows and does no work.',
  },
  cli: {
    folders: ['domain', 'config', 'gateway', 'telemetry', 'workflows/contracts'],
    why: 'The command line talks to workflows and does no work.',
  },
  worker: {
    folders: ['activities', 'domain', 'config', 'gateway', 'telemetry', 'workflows/contracts'],
    why: 'The worker registers workflows by path, and other processes are not part of it.',
  },
  sandbox: { folders: ['domain'], why: 'The stand-ins know nothing of the product.' },
  stack: {
    folders: ['programs', 'sandbox'],
    why: 'stack/ starts the product as a person does, by its processes; it reaches into none of them.',
  },
  programs: { folders: ['workflows/contracts'], why: 'programs/ starts outside programs, nothing of the product.' },
};

const escape = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const anyOf = (/** @type {string[]} */ names) => names.map(escape).join('|');

/** Relative paths into another top-level folder. @param {string[]} names */
const into = (names) => `^(\\.\\.\\/)+(${anyOf(names)})(\\/|$)`;

/** Everything of another top-level folder but one file of it. @param {string} file */
function allBut(file) {
  const [folder = '', name = ''] = file.split('/');
  return `^(\\.\\.\\/)+${folder}(?!\\/${name}$)`;
}

/**
 * @param {string} folder
 * @param {Allowance} allowance
 */
function patternsFor(folder, { folders: open, packages, types = [], why }) {
  const isFolder = (/** @type {string} */ name) => folders.includes(name.split('/')[0] ?? '');
  const mine = [folder, ...open];
  const visible = [...mine, ...types.filter(isFolder)];
  const closed = folders.filter((name) => !visible.some((entry) => entry.split('/')[0] === name));
  const partly = visible.filter((entry) => entry.includes('/'));
  const typePackages = types.filter((name) => !isFolder(name));
  const error = { message: why };
  return [
    { regex: into(closed), ...error },
    ...partly.map((entry) => ({ regex: allBut(entry), ...error })),
    ...types.filter(isFolder).map((entry) => ({ regex: into([entry]), allowTypeImports: true, ...error })),
    ...(packages === undefined ? [] : [{ regex: `^(?!\\.)(?!(node:)?(${anyOf(packages)})(\\/|$))`, ...error }]),
    ...(typePackages.length === 0
      ? []
      : [{ regex: `^(${anyOf(typePackages)})(\\/|$)`, allowTypeImports: true, ...error }]),
  ];
}

const rule = '@typescript-eslint/no-restricted-imports';

export const boundaries = [
  ...Object.entries(allowed).map(([folder, allowance]) => ({
    files: [`${folder}/**/*.ts`],
    rules: { [rule]: ['error', { patterns: patternsFor(folder, allowance) }] },
  })),
  {
    files: ['workflows/contracts.ts'],
    rules: {
      [rule]: [
        'error',
        {
          patterns: [
            { regex: '^(?!\\.\\.\\/domain\\/)', message: 'Contracts import nothing but types of domain/.' },
            {
              regex: '^\\.\\.\\/domain\\/',
              allowTypeImports: true,
              message: 'Contracts import nothing but types of domain/.',
            },
          ],
        },
      ],
    },
  },
];
