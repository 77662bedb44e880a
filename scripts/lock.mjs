import { lstat, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nothing that is locked takes this long, in ms; an older lock was left behind and its process id is in use again. */
const abandonedAfter = 45 * 60_000;

/** Who waits longer than this says so, in ms. */
const quietFor = 1_000;

/**
 * Runs `work` while no other process of this machine holds the lock `path`. The lock is a symbolic link to the process
 * id, made in one step; where that process is gone the lock is taken over, so that a killed installation blocks nobody.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  await mkdir(dirname(path), { recursive: true });
  const waitingSince = Date.now();
  for (let told = false; !(await acquire(path));) {
    if (await isAbandoned(path)) await takeAway(path);
    else await sleep(100);
    if (told || Date.now() - waitingSince < quietFor) continue;
    process.stderr.write('Waiting for another process that installs or builds ...\n');
    told = true;
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** @param {string} path */
async function acquire(path) {
  try {
    await symlink(String(process.pid), path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Two waiting processes must not both remove the lock: the second one would remove the lock of the first.
 * @param {string} path
 */
async function takeAway(path) {
  const taking = `${path}.taking`;
  if (!(await acquire(taking))) {
    if (await isAbandoned(taking)) await rm(taking, { force: true });
    await sleep(100);
    return;
  }
  if (await isAbandoned(path)) await rm(path, { force: true });
  await rm(taking, { force: true });
}

/** @param {string} path */
async function isAbandoned(path) {
  try {
    const [owner, made] = await Promise.all([readlink(path), lstat(path)]);
    return !isAlive(Number(owner)) || Date.now() - made.mtimeMs > abandonedAfter;
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;
