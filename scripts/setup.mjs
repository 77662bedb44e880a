import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.mjs';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { step } from './progress.mjs';

/**
 * Installs the packages of package-lock.json where node_modules lacks one or holds another version. Safe when several
 * processes start at the same moment.
 */
export async function setUpPackages() {
  if (await isInstalled()) return;
  await withLock(join(root, '.cache', 'locks', 'packages'), async () => {
    if (await isInstalled()) return;
    await step('Installing packages', () =>
      run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root }),
    );
  });
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** npm writes what it installed, as its last act, to a lock file inside node_modules. */
async function isInstalled() {
  const [wanted, present] = await Promise.all([
    packagesOf(join(root, 'package-lock.json')),
    packagesOf(join(root, 'node_modules', '.package-lock.json')),
  ]);
  return Object.entries(wanted).every(([path, entry]) => {
    const installed = present[path];
    return path === '' || entry.optional || (installed !== undefined && installed.version === entry.version);
  });
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }>>}
 */
async function packagesOf(file) {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return JSON.parse(text).packages ?? {};
}
