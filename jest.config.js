const swc = (syntax) => ['@swc/jest', { jsc: { parser: { syntax }, target: 'es2022' }, module: { type: 'commonjs' } }];

/** Published as ES modules only, which CommonJS jest cannot load as they are; Node 20 itself can. */
const esmOnly = [
  '@linear/sdk',
  '@kubernetes/client-node',
  'openid-client',
  'oauth4webapi',
  'jose',
  'marked',
  'htmlparser2',
  'domhandler',
  'domutils',
  'dom-serializer',
  'domelementtype',
  'entities',
];
const transform = { '^.+\\.ts$': swc('typescript'), '/node_modules/.+\\.m?js$': swc('ecmascript') };
const project = (displayName, folders, more = {}) => ({
  displayName,
  testEnvironment: 'node',
  transform,
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache'],
  ...more,
});

/** `unit` needs nothing but node; the others get real programs, see test/support. Select one with --selectProjects. */
module.exports = {
  projects: [
    project('unit', [
      'domain',
      'config',
      'ingress',
      'activities',
      'worker',
      'sandbox',
      'scripts',
      'structure',
      'demo',
      'stack',
    ]),
    project('temporal', ['workflows'], { globalSetup: '<rootDir>/test/support/start-temporal.ts' }),
    project('system', ['e2e', 'validation'], { globalSetup: '<rootDir>/test/support/prepare-system.ts' }),
    project('full', ['full'], { globalSetup: '<rootDir>/test/support/prepare-system.ts' }),
  ],
};
