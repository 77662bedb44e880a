import { join } from 'node:path';
import { build } from './build.mjs';
import { attach } from './command.mjs';
import { root } from './paths.mjs';
import { allPrograms, resolvePrograms, stackPrograms } from './programs.mjs';
import { messageOf } from './progress.mjs';
import { setUpPackages } from './setup.mjs';

/** `npm test [-- jest arguments]`; with --full the slow tests on real parts too. */
async function main() {
  const given = process.argv.slice(2);
  const full = given.includes('--full');
  const [, paths] = await Promise.all([
    setUpPackages().then(build),
    resolvePrograms(full ? allPrograms : stackPrograms),
  ]);
  const args = given.filter((argument) => argument !== '--full');
  return attach(process.execPath, jestArguments(args, full), { cwd: root, env: { ...process.env, ...paths } });
}

/**
 * @param {string[]} given
 * @param {boolean} full
 */
function jestArguments(given, full) {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const reporters = ['default', join(root, 'scripts', 'totals-reporter.mjs')].map(
    (reporter) => `--reporters=${reporter}`,
  );
  const chosen = given.some((argument) => /^--(selectProjects|ignoreProjects)/.test(argument));
  return [jest, ...reporters, ...given, ...(full || chosen ? [] : ['--ignoreProjects', 'full'])];
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
