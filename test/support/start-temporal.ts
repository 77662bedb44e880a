import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startTemporal } from '../../programs/temporal';

const scripts = resolve(__dirname, '../../scripts');

/** Runs one of the repository's scripts, which shows its own progress, and returns the last line that it printed. */
async function script(name: string, ...args: string[]): Promise<string> {
  const running = promisify(execFile)(process.execPath, [join(scripts, name), ...args]);
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  return stdout.trim().split('\n').at(-1) ?? '';
}

async function serve(): Promise<string> {
  const executable = (await script('programs.mjs', 'temporal')).replace(/^TEMPORAL_CLI_PATH=/, '');
  const folder = await mkdtemp(join(tmpdir(), 'agent-sre-temporal-'));
  const temporal = await startTemporal({ executable, folder, uiPort: false });
  return temporal.address;
}

/**
 * One Temporal server and one workflow bundle for all test files of a run. A server whose address is given is used as it
 * is. The server ends with the process that started it, also when that is killed, so there is nothing to tear down.
 */
export default async function setUp(): Promise<void> {
  process.env.TEMPORAL_TEST_ADDRESS ||= await serve();
  process.env.WORKFLOW_BUNDLE_PATH ||= await script('bundle.mjs');
}
