import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const scripts = resolve(__dirname, '../../scripts');

export interface Ran {
  stdout: string;
  stderr: string;
}

/**
 * Runs module code in a Node process of its own; `SCRIPTS/` in it stands for the folder of the scripts, which jest's
 * module system cannot load.
 */
export async function runModule(code: string, environment: Record<string, string> = {}): Promise<Ran> {
  const withPaths = code.replaceAll('SCRIPTS/', `file://${scripts}/`);
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', withPaths], {
    env: { ...process.env, ...environment },
  });
}
