import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError } from '../../config/mistakes';
import { loadWorkerConfig } from '../../config/worker';

export const worker = (env: Record<string, string> = {}) =>
  loadWorkerConfig({ LINEAR_API_KEY: 'lin_api_secret', LINEAR_TEAM_KEY: 'SRE', ...env });

/** What is wrong with a configuration, a line each. */
export function mistakesOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

/** Path of a new file with this content. */
export function file(content: string): string {
  const name = path.join(mkdtempSync(path.join(tmpdir(), 'config-')), 'value');
  writeFileSync(name, content);
  return name;
}
