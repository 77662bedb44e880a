import Module from 'node:module';
import { join } from 'node:path';
import { build } from './build.mjs';
import { resolvePrograms, stackPrograms } from './programs.mjs';
import { messageOf } from './progress.mjs';
import { setUpPackages } from './setup.mjs';

/**
 * What `npm run NAME` starts: its main file and the outside programs that it needs.
 * @type {Record<string, { main: string, programs: import('./programs.mjs').ProgramName[] }>}
 */
const entries = {
  ingress: { main: 'ingress/main.js', programs: [] },
  worker: { main: 'worker/main.js', programs: [] },
  sandbox: { main: 'sandbox/main.js', programs: [] },
  temporal: { main: 'programs/temporal-main.js', programs: ['temporal'] },
  demo: { main: 'demo/main.js', programs: stackPrograms },
  bench: { main: 'bench/main.js', programs: stackPrograms },
};

const [name, ...args] = process.argv.slice(2);
const entry = entries[name ?? ''];
if (entry === undefined) {
  console.error(`Usage: node scripts/start.mjs NAME [arguments]\nNames: ${Object.keys(entries).join(', ')}`);
  process.exit(2);
}

try {
  const [folder, paths] = await Promise.all([setUpPackages().then(build), resolvePrograms(entry.programs)]);
  Object.assign(process.env, paths);
  startMain(join(folder, entry.main), args);
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}

/**
 * Runs a file in this process as if node had been started with it, so that signals and exit codes are its own.
 * @param {string} file
 * @param {string[]} args
 */
function startMain(file, args) {
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0] ?? 'node', file, ...args];
  /** @type {{ runMain(): void }} */ (/** @type {unknown} */ (Module)).runMain();
}
