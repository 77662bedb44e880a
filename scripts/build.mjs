import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { workflowBundle } from './bundle.mjs';
import { withLock } from './lock.mjs';
import { isMain, root } from './paths.mjs';
import { step } from './progress.mjs';
import { setUpPackages } from './setup.mjs';
import { contentHash, productFiles } from './sources.mjs';

const dist = join(root, 'dist');

/** Older builds may still run; they are removed after this time, in ms. */
const keepBuildsFor = 3 * 24 * 3_600_000;

/**
 * Transpiles the product to `dist/<content hash>/`, file by file, with the workflow bundle beside it, and points
 * `dist/current` at it. Does nothing where that build exists; processes that run an older build are not disturbed.
 * @returns {Promise<string>} the folder of the build
 */
export async function build() {
  const files = productFiles();
  const folder = join(dist, contentHash([...files.code, ...files.assets]));
  if (existsSync(folder)) return folder;
  return withLock(join(root, '.cache', 'locks', 'build'), async () => {
    if (!existsSync(folder)) await step('Building', () => buildInto(folder, files));
    return folder;
  });
}

/**
 * @param {string} folder
 * @param {{ code: string[], assets: string[] }} files
 */
async function buildInto(folder, files) {
  const temporary = `${folder}.${process.pid}`;
  const [bundle] = await Promise.all([
    workflowBundle(),
    transpile(files.code, temporary),
    ...files.assets.map((file) => copyInto(temporary, file)),
  ]);
  await copyFile(bundle, join(temporary, 'workflow-bundle.js'));
  await rename(temporary, folder);
  await rm(`${folder}.link`, { force: true });
  await symlink(folder.slice(dist.length + 1), `${folder}.link`);
  await rename(`${folder}.link`, join(dist, 'current'));
  await removeOldBuilds(folder);
}

/**
 * @param {string[]} files
 * @param {string} folder
 */
async function transpile(files, folder) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: files,
    absWorkingDir: root,
    outbase: root,
    outdir: folder,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'silent',
  });
}

/**
 * @param {string} folder
 * @param {string} file
 */
async function copyInto(folder, file) {
  const target = join(folder, file);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(join(root, file), target);
}

/**
 * Removes builds and bundles that were made long ago.
 * @param {string} current the build that was just made
 */
async function removeOldBuilds(current) {
  const bundles = join(dist, 'bundles');
  const made = [
    ...(await readdir(dist)).map((name) => join(dist, name)),
    ...(await readdir(bundles)).map((name) => join(bundles, name)),
  ];
  for (const path of made) {
    if (path === current || path === bundles || path === join(dist, 'current')) continue;
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > keepBuildsFor) await rm(path, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) {
  await setUpPackages();
  console.log(await build());
}
