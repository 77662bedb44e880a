import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The demo's folder below `cache`; where another demo is running there, one of its own. */
export function claimFolder(cache: string): string {
  const pidFile = join(cache, 'demo.pid');
  mkdirSync(cache, { recursive: true });
  if (isRunning(readPid(pidFile))) return join(cache, `demo-${process.pid}`);
  writeFileSync(pidFile, String(process.pid));
  return join(cache, 'demo');
}

function readPid(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
