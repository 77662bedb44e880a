import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { run } from '../command.mjs';

/** A host that does not answer within this time counts as unreachable, in ms. */
const answerTimeout = 10_000;

/** The names that release archives use for this machine. */
export const platform = {
  system: process.platform === 'darwin' ? 'darwin' : 'linux',
  processor: process.arch === 'x64' ? 'amd64' : process.arch,
};

/**
 * @param {string} url
 * @returns {Promise<Response>}
 */
async function ask(url) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), answerTimeout);
  const { host } = new URL(url);
  try {
    const response = await fetch(url, { signal: stop.signal });
    if (!response.ok) throw new Error(`${host} answered ${response.status}`);
    return response;
  } catch (error) {
    if (error instanceof TypeError || stop.signal.aborted) throw new Error(`${host} is unreachable`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} url
 * @returns {Promise<string>}
 */
export const fetchText = async (url) => (await ask(url)).text();

/**
 * @param {string} url
 * @param {string} file
 * @param {string} [sha256] expected digest as hex; a file that differs is refused
 */
async function download(url, file, sha256) {
  const { body } = await ask(url);
  if (body === null) throw new Error(`${new URL(url).host} answered without content`);
  await pipeline(Readable.fromWeb(/** @type {any} */ (body)), createWriteStream(file));
  if (sha256 === undefined) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== sha256) throw new Error(`${basename(file)} differs from its published SHA-256`);
}

/**
 * Downloads one executable.
 * @param {{ url: string, folder: string, name: string, sha256?: string }} from
 */
export async function downloadExecutable({ url, folder, name, sha256 }) {
  const file = join(folder, name);
  await download(url, file, sha256);
  await chmod(file, 0o755);
}

/**
 * Downloads a .tar.gz archive and keeps one executable of it as `folder`/`name`.
 * @param {{ url: string, folder: string, name: string, inside: string, sha256?: string }} from
 */
export async function downloadFromArchive({ url, folder, name, inside, sha256 }) {
  const archive = join(folder, 'archive.tar.gz');
  await download(url, archive, sha256);
  await run('tar', ['-xzf', archive, '-C', folder, inside]);
  await run('rm', [archive]);
  if (inside !== name) await rename(join(folder, inside), join(folder, name));
  await chmod(join(folder, name), 0o755);
}

/**
 * The digest that a release publishes for one of its files (`<digest>  <file>` on each line).
 * @param {string} url
 * @param {string} file
 */
export async function publishedSha256(url, file) {
  const line = (await fetchText(url)).split('\n').find((entry) => entry.trim().endsWith(file));
  if (line === undefined) throw new Error(`${url} does not list ${file}`);
  return line.trim().split(/\s+/)[0];
}
