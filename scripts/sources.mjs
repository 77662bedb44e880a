import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Top-level folders whose TypeScript is not part of the product. */
const otherFolders = new Set(['node_modules', 'dist', 'test', 'scripts', 'docs', 'coverage']);

/** All files under a folder of the repository, as sorted paths from its root. @param {string} folder */
function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

const isTypeScript = (/** @type {string} */ file) => file.endsWith('.ts') && !file.endsWith('.d.ts');

/** The product's files: TypeScript to transpile, and the assets beside it (pages, YAML, JSON) to copy. */
export function productFiles() {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !otherFolders.has(entry.name))
    .map((entry) => filesUnder(entry.name))
    .filter((files) => files.some(isTypeScript));
  const files = folders.flat();
  return { code: files.filter(isTypeScript), assets: files.filter((file) => !file.endsWith('.ts')) };
}

/** The files that make up the workflow bundle: workflows/ imports nothing of ours but domain/. */
export const workflowFiles = () => [...filesUnder('workflows'), ...filesUnder('domain')].filter(isTypeScript);

/** Files besides the sources that decide what a build holds. */
const buildInputs = ['package-lock.json', 'scripts/build.mjs', 'scripts/bundle.mjs', 'scripts/sources.mjs'];

/**
 * A short name for the content of these files and of the tools that build them.
 * @param {string[]} files
 */
export function contentHash(files) {
  const hash = createHash('sha256').update(String(parseInt(process.versions.node)));
  for (const file of [...buildInputs, ...files]) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}
