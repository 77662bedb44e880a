import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFolder } from '../../demo/folder';

const newCache = (): string => mkdtempSync(join(tmpdir(), 'demo-'));

test('a demo has the same folder each time', () => {
  const cache = newCache();
  expect(claimFolder(cache)).toBe(join(cache, 'demo'));
  expect(claimFolder(cache)).toBe(join(cache, 'demo'));
});

test('beside one that runs it has a folder of its own', () => {
  const cache = newCache();
  writeFileSync(join(cache, 'demo.pid'), String(process.ppid));
  expect(claimFolder(cache)).toBe(join(cache, `demo-${process.pid}`));
});

test('one that was killed is no hindrance', () => {
  const cache = newCache();
  writeFileSync(join(cache, 'demo.pid'), '999999999');
  expect(claimFolder(cache)).toBe(join(cache, 'demo'));
});
