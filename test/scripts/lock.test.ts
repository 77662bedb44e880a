import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './run-module';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));

const increment = (lock: string, counter: string): string => `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { setTimeout } from 'node:timers/promises';
  import { withLock } from 'SCRIPTS/lock.mjs';
  await withLock(${JSON.stringify(lock)}, async () => {
    const value = Number(readFileSync(${JSON.stringify(counter)}, 'utf8'));
    await setTimeout(30);
    writeFileSync(${JSON.stringify(counter)}, String(value + 1));
  });`;

/** A process id that no process has: Linux ends at 4,194,304. */
const gone = '4999999';

test('processes that want one lock at the same moment come one after another', async () => {
  const [lock, counter] = [join(folder, 'one'), join(folder, 'counter')];
  writeFileSync(counter, '0');
  await Promise.all(Array.from({ length: 6 }, () => runModule(increment(lock, counter))));
  expect(readFileSync(counter, 'utf8')).toBe('6');
});

test('a lock whose process died is taken over by one of those who wait', async () => {
  const [lock, counter] = [join(folder, 'left'), join(folder, 'counter-of-left')];
  symlinkSync(gone, lock);
  writeFileSync(counter, '0');
  await Promise.all(Array.from({ length: 4 }, () => runModule(increment(lock, counter))));
  expect(readFileSync(counter, 'utf8')).toBe('4');
});

test('a lock is free again after the work under it failed', async () => {
  const lock = join(folder, 'failed');
  const { stdout } = await runModule(`
    import { withLock } from 'SCRIPTS/lock.mjs';
    const lock = ${JSON.stringify(lock)};
    await withLock(lock, async () => { throw new Error('no'); }).catch((error) => console.log(error.message));
    console.log(await withLock(lock, async () => 'free'));`);
  expect(stdout).toBe('no\nfree\n');
});
