import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** Path of an outside program, found or installed as the repository's scripts do where `npm test` has not done it yet. */
export async function programPath(name: 'alertmanager' | 'prometheus'): Promise<string> {
  const variable = `${name.toUpperCase()}_PATH`;
  const known = process.env[variable];
  if (known) return known;
  const script = resolve(__dirname, '../../scripts/programs.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, name]);
  return stdout.trim().replace(`${variable}=`, '');
}
