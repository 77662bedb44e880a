import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { World } from './incident-world';

const root = join(__dirname, '..', '..');
const folder = join(__dirname, 'histories');
/** Above this a history is a load test's, and shows no path that a shorter one does not. */
const mostEvents = 500;

export interface StoredHistory {
  /** File name without its ending: what the incident went through. */
  name: string;
  history: { events: Record<string, unknown>[] };
}

/** With RECORD_HISTORIES set, keeps what the test's incidents went through, under the test's name. */
export async function recordHistories(world: World): Promise<void> {
  if (!process.env.RECORD_HISTORIES) return;
  await mkdir(folder, { recursive: true });
  const { currentTestName = 'test' } = expect.getState();
  for (const workflowId of world.fired) {
    const history = await world.client.workflow.getHandle(workflowId).fetchHistory();
    if ((history.events ?? []).length > mostEvents) continue;
    const name = currentTestName
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 90);
    await writeFile(join(folder, `${name}.json`), withoutPaths(JSON.stringify(JSON.parse(historyToJSON(history)))));
  }
}

/** Stacks name files of the machine that recorded them, and replay needs neither. */
function withoutPaths(json: string): string {
  return json.replace(/"stackTrace":"(?:[^"\\]|\\.)*"/g, '"stackTrace":""').replaceAll(root, '');
}

export async function storedHistories(): Promise<StoredHistory[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace('.json', ''),
      history: JSON.parse(await readFile(join(folder, file), 'utf8')) as StoredHistory['history'],
    })),
  );
}
