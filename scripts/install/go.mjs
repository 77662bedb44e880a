import { copyFile, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.mjs';

export async function hasGo() {
  return run('go', ['version']).then(
    () => true,
    () => false,
  );
}

/** @param {Record<string, string>} more */
const environment = (more = {}) => ({ ...process.env, GOFLAGS: '-buildvcs=false', ...more });

/**
 * `go install` of a main package into `folder`.
 * @param {{ main: string, version: string, folder: string }} from
 */
export async function goInstall({ main, version, folder }) {
  await run('go', ['install', '-ldflags', '-s -w', `${main}@v${version}`], { env: environment({ GOBIN: folder }) });
}

/**
 * Builds a main package of a module whose own go.mod holds replacements, which `go install` refuses: a module of our own
 * takes over its go.mod and go.sum.
 * @param {{ module: string, main: string, version: string, folder: string, name: string, flags?: string,
 *   dropReplace?: string, edit?: (workspace: string) => Promise<void> }} from
 */
export async function goBuild({ module, main, version, folder, name, flags = '', dropReplace, edit }) {
  const workspace = join(folder, 'build');
  await mkdir(workspace);
  const found = await run('go', ['mod', 'download', '-json', `${module}@v${version}`], {
    cwd: workspace,
    env: environment(),
  });
  const { Dir: source } = JSON.parse(found);
  for (const file of ['go.mod', 'go.sum']) {
    await copyFile(join(source, file), join(workspace, file));
    await chmod(join(workspace, file), 0o644);
  }
  const inside = { cwd: workspace, env: environment({ CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -mod=mod' }) };
  const drop = dropReplace === undefined ? [] : [`-dropreplace=${dropReplace}`];
  await run('go', ['mod', 'edit', '-module=local/build', `-require=${module}@v${version}`, ...drop], inside);
  await edit?.(workspace);
  await writeFile(join(workspace, 'tools.go'), `//go:build tools\npackage tools\nimport _ "${main}"\n`);
  await run('go', ['build', '-ldflags', `-s -w ${flags}`, '-o', join(folder, name), main], inside);
  await rm(workspace, { recursive: true });
}

/**
 * Points the parts of Kubernetes that its own repository replaces by folders at their published modules.
 * @param {string} version of Kubernetes, 1.x.y; its parts are published as 0.x.y
 */
export const publishedStaging = (version) => async (/** @type {string} */ workspace) => {
  const file = await readFile(join(workspace, 'go.mod'), 'utf8');
  const parts = [...file.matchAll(/(\S+) => \.\/staging\//g)].map((match) => match[1]);
  const edits = parts.map((part) => `-replace=${part}=${part}@v0.${version.slice(2)}`);
  await run('go', ['mod', 'edit', ...edits], { cwd: workspace });
};
