const transform = {
  '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }],
};
const project = (displayName, folders, more = {}) => ({
  displayName,
  testEnvironment: 'node',
  transform,
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache'],
  ...more,
});

/** `unit` needs nothing but node; the others get real programs, see test/support. Select one with --selectProjects. */
module.exports = {
  projects: [
    project('unit', ['domain', 'config', 'ingress', 'activities', 'worker', 'sandbox', 'scripts', 'structure']),
    project('temporal', ['workflows'], { globalSetup: '<rootDir>/test/support/start-temporal.ts' }),
    project('system', ['e2e', 'validation'], { globalSetup: '<rootDir>/test/support/start-temporal.ts' }),
    project('full', ['full']),
  ],
};
