import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './run-module';

const folder = mkdtempSync(join(tmpdir(), 'download-'));
let server: Server;
let base: string;
let archive: Buffer;

beforeAll(async () => {
  mkdirSync(join(folder, 'probe-1.0'));
  writeFileSync(join(folder, 'probe-1.0', 'probe'), '#!/bin/sh\necho probe\n');
  execFileSync('tar', ['-czf', join(folder, 'probe.tar.gz'), '-C', folder, 'probe-1.0']);
  archive = readFileSync(join(folder, 'probe.tar.gz'));
  const digest = createHash('sha256').update(archive).digest('hex');
  server = createServer((request, response) => {
    if (request.url === '/probe.tar.gz') return void response.end(archive);
    if (request.url === '/sums') return void response.end(`${'0'.repeat(64)}  other.tar.gz\n${digest}  probe.tar.gz\n`);
    response.statusCode = 404;
    return void response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

async function download(target: string, sha256: string, path = '/probe.tar.gz', from = base): Promise<string> {
  mkdirSync(target);
  const { stdout } = await runModule(`
    import { downloadFromArchive, publishedSha256 } from 'SCRIPTS/install/download.mjs';
    try {
      await downloadFromArchive({ url: '${from}${path}', folder: '${target}', name: 'renamed', inside: 'probe-1.0/probe', sha256: ${sha256} });
      console.log('done');
    } catch (error) {
      console.log(error.message);
    }`);
  return stdout.trim();
}

test('a program is taken out of a release archive whose published digest holds', async () => {
  const target = join(folder, 'good');
  await expect(download(target, `await publishedSha256('${base}/sums', 'probe.tar.gz')`)).resolves.toBe('done');
  expect(readFileSync(join(target, 'renamed'), 'utf8')).toContain('echo probe');
  expect(statSync(join(target, 'renamed')).mode & 0o111).toBe(0o111);
});

test('an archive with another digest is refused', async () => {
  await expect(download(join(folder, 'bad'), `'${'0'.repeat(64)}'`)).resolves.toBe(
    'archive.tar.gz differs from its published SHA-256',
  );
});

test('a host that does not answer is named', async () => {
  await expect(download(join(folder, 'away'), 'undefined', '/probe.tar.gz', 'http://127.0.0.1:1')).resolves.toBe(
    '127.0.0.1:1 is unreachable',
  );
});

test('a refused download says what the host answered', async () => {
  await expect(download(join(folder, 'missing'), 'undefined', '/other')).resolves.toMatch(
    /^127\.0\.0\.1:\d+ answered 404$/,
  );
});
