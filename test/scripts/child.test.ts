import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChild, type Child } from '../../programs/child';
import { freePort } from '../../programs/free-port';
import { waitUntilReady } from '../../programs/ready';
import { eventually } from '../support/eventually';

const root = resolve(__dirname, '../..');
const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'child-'));
const startNode = (folder: string, code: string): Child =>
  startChild({ name: 'probe', executable: process.execPath, args: ['-e', code], folder });

/** Writes its process id to its log, then waits. */
const waiting = 'console.log(process.pid); setInterval(() => {}, 1000)';
const pidIn = (folder: string): Promise<number> =>
  eventually(() => Number(readFileSync(join(folder, 'probe.log'), 'utf8')) || null);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a program ends when it is stopped', async () => {
  const folder = makeFolder();
  const child = startNode(folder, waiting);
  const pid = await pidIn(folder);
  await child.stop();
  expect(isAlive(pid)).toBe(false);
});

test('a program that ignores being asked is ended by force', async () => {
  const folder = makeFolder();
  const child = startNode(folder, `process.on('SIGTERM', () => {}); ${waiting}`);
  const pid = await pidIn(folder);
  await child.stop();
  expect(isAlive(pid)).toBe(false);
}, 20_000);

test('a program can be crashed', async () => {
  const folder = makeFolder();
  const child = startNode(folder, `process.on('SIGTERM', () => console.log('asked')); ${waiting}`);
  const pid = await pidIn(folder);
  await child.crash();
  expect(isAlive(pid)).toBe(false);
  expect(child.lastOutput()).toBe(String(pid));
});

test('a program is given the environment that is written for it and nothing else', async () => {
  const folder = makeFolder();
  const code = 'console.log(process.env.GREETING, Object.keys(process.env).includes("HOME"))';
  const env = { GREETING: 'hello', PATH: process.env.PATH };
  const child = startChild({ name: 'probe', executable: process.execPath, args: ['-e', code], folder, env });
  await child.hold();
  expect(child.lastOutput()).toBe('hello false');
});

test('a program does not outlive a process that is killed', async () => {
  const folder = makeFolder();
  const build = execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, encoding: 'utf8' }).trim();
  const code = `require(${JSON.stringify(join(build, 'programs/child'))}).startChild({
    name: 'probe', executable: process.execPath, args: ['-e', ${JSON.stringify(waiting)}], folder: ${JSON.stringify(folder)} });
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['-e', code]);
  const pid = await pidIn(folder);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await eventually(() => !isAlive(pid));
}, 60_000);

test('a program that ends by itself says how', async () => {
  const child = startNode(makeFolder(), 'process.exit(7)');
  await expect(child.exited).resolves.toBe('probe ended with code 7');
});

test('a program that ends before it is ready fails with what it wrote last', async () => {
  const child = startNode(makeFolder(), "console.error('no such option'); process.exit(1)");
  const ready = waitUntilReady('probe', child, () => Promise.resolve(false));
  await expect(ready).rejects.toThrow('probe ended with code 1:\nno such option');
});

test('a port that something listens on is refused before a program is started there', async () => {
  const server = (await import('node:net')).createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await expect(freePort(port)).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be used`);
  server.close();
});
