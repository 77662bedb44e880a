import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');
const build = async (): Promise<string> =>
  (await promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: root })).stdout.trim();

test('processes that start at the same moment share one whole build', async () => {
  const folders = await Promise.all([build(), build(), build()]);
  const folder = folders[0] ?? '';
  expect(new Set(folders).size).toBe(1);
  expect(existsSync(join(folder, 'programs/child.js'))).toBe(true);
  expect(existsSync(join(folder, 'programs/child.js.map'))).toBe(true);
  expect(readFileSync(join(folder, 'workflow-bundle.js'), 'utf8')).toContain('__TEMPORAL__');
  expect(readdirSync(folder)).not.toContain('test');
}, 60_000);

test('a build that is there already is found quickly', async () => {
  await build();
  const started = performance.now();
  await build();
  expect(performance.now() - started).toBeLessThan(2_000);
}, 60_000);
