import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.mjs';
import { withLock } from '../lock.mjs';
import { cacheFolder } from '../paths.mjs';

/** The package manager may be busy with something else; waited for, in s. */
const busyTimeout = 300;

/** Packages can be installed: this is root on Debian or a system made from it. */
export async function isRootOnDebian() {
  if (process.getuid?.() !== 0) return false;
  return access('/usr/bin/apt-get').then(
    () => true,
    () => false,
  );
}

/**
 * Installs Debian packages without starting the services that they bring: these programs are run by hand here.
 * @param {string[]} packages
 */
export async function installDebian(packages) {
  const options = ['-y', '-qq', '-o', `DPkg::Lock::Timeout=${busyTimeout}`];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await withLock(join(cacheFolder(), 'locks', 'debian'), async () => {
    await run('apt-get', ['update', ...options], { env });
    await run('apt-get', ['install', '--no-install-recommends', ...options, ...packages], { env });
  });
}
