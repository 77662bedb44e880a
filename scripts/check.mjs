import { join } from 'node:path';
import { run } from './command.mjs';
import { root } from './paths.mjs';
import { messageOf } from './progress.mjs';
import { setUpPackages } from './setup.mjs';

const bin = (/** @type {string} */ name) => join(root, 'node_modules', '.bin', name);

/** @type {[title: string, command: string, args: string[]][]} */
const checks = [
  ['types', bin('tsc'), ['--noEmit']],
  ['types of scripts', bin('tsc'), ['--project', 'scripts']],
  ['lint and folder boundaries', bin('eslint'), ['.', '--max-warnings', '0']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
];

await setUpPackages();
const results = checks.map(async ([, command, args]) => {
  try {
    await run(command, args, { cwd: root });
    return '';
  } catch (error) {
    return messageOf(error);
  }
});
for (const [index, result] of results.entries()) {
  const problem = await result;
  console.log(`${problem === '' ? 'passed' : 'FAILED'}  ${checks[index]?.[0]}`);
  if (problem === '') continue;
  console.log(problem);
  process.exitCode = 1;
}
