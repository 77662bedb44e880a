import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { isMain, root } from './paths.mjs';
import { step } from './progress.mjs';
import { setUpPackages } from './setup.mjs';
import { contentHash, workflowFiles } from './sources.mjs';

/**
 * The workflow bundle, made ahead so that no worker start waits for it. It is made again only where workflows/ or domain/
 * changed. `workflows/interceptors.ts`, where it exists, is part of it.
 * @returns {Promise<string>} its path
 */
export async function workflowBundle() {
  const file = join(root, 'dist', 'bundles', `${contentHash(workflowFiles())}.js`);
  if (existsSync(file)) return file;
  return withLock(join(root, '.cache', 'locks', 'bundle'), async () => {
    if (!existsSync(file)) await step('Bundling workflows', () => bundle(file));
    return file;
  });
}

/** @param {string} file */
async function bundle(file) {
  const { bundleWorkflowCode, DefaultLogger } = createRequire(import.meta.url)('@temporalio/worker');
  const interceptors = join(root, 'workflows', 'interceptors.ts');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    workflowInterceptorModules: existsSync(interceptors) ? [interceptors] : [],
    logger: new DefaultLogger('WARN'),
  });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}`, code);
  await rename(`${file}.${process.pid}`, file);
}

if (isMain(import.meta.url)) {
  await setUpPackages();
  console.log(await workflowBundle());
}
