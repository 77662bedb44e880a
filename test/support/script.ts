import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const scripts = resolve(__dirname, '../../scripts');

/** Runs one of the repository's scripts, which shows its own progress, and returns the lines that it printed. */
export async function script(name: string, ...args: string[]): Promise<string[]> {
  const running = promisify(execFile)(process.execPath, [join(scripts, name), ...args]);
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  return stdout.trim().split('\n');
}
