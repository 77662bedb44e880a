import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where installed programs are kept, shared by all clones of this user. */
export const cacheFolder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'agent-sre');

/**
 * True in the module that node was started with.
 * @param {string} url the module's `import.meta.url`
 */
export const isMain = (url) => fileURLToPath(url) === realpathSync(process.argv[1] ?? root);
