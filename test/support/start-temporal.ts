import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporal } from '../../programs/temporal';
import { script } from './script';

async function serve(): Promise<string> {
  const executable = (await script('programs.mjs', 'temporal')).at(-1)!.replace(/^TEMPORAL_CLI_PATH=/, '');
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
  process.env.WORKFLOW_BUNDLE_PATH ||= (await script('bundle.mjs')).at(-1);
}
