import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** A small repository with these scripts, whose one dependency is a folder inside it. */
function repository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  cpSync(resolve(__dirname, '../../scripts'), join(folder, 'scripts'), { recursive: true });
  mkdirSync(join(folder, 'part'));
  const part = { name: 'part', version: '1.0.0' };
  const dependencies = { part: 'file:part' };
  writeFileSync(join(folder, 'part/package.json'), JSON.stringify(part));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'whole', version: '1.0.0', dependencies }));
  const packages = {
    '': { name: 'whole', version: '1.0.0', dependencies },
    'node_modules/part': { resolved: 'part', link: true },
    part: { version: '1.0.0' },
  };
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name: 'whole', version: '1.0.0', lockfileVersion: 3, requires: true, packages }),
  );
  return folder;
}

const setUp = async (folder: string): Promise<string> => {
  const code = "import { setUpPackages } from './scripts/setup.mjs'; await setUpPackages();";
  const args = ['--input-type=module', '-e', code];
  return (await promisify(execFile)(process.execPath, args, { cwd: folder })).stderr;
};

test('packages are installed once where they are missing, also by processes that start together', async () => {
  const folder = repository();
  const outputs = await Promise.all([setUp(folder), setUp(folder), setUp(folder)]);
  expect(outputs.filter((output) => output.includes('Installing packages'))).toHaveLength(1);
  expect(existsSync(join(folder, 'node_modules/part/package.json'))).toBe(true);
}, 60_000);

test('packages that are there are left alone, and one that lacks is installed again', async () => {
  const folder = repository();
  await setUp(folder);
  await expect(setUp(folder)).resolves.toBe('');
  rmSync(join(folder, 'node_modules'), { recursive: true });
  await expect(setUp(folder)).resolves.toContain('Installing packages');
}, 60_000);
