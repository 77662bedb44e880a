import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Package {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const root = resolve(__dirname, '../..');
const readJson = <Content>(file: string): Content => JSON.parse(readFileSync(resolve(root, file), 'utf8')) as Content;
const manifest = readJson<Required<Package>>('package.json');
const lock = readJson<{ packages: Record<string, Package> }>('package-lock.json').packages;

describe('the packages', () => {
  const direct = { ...manifest.dependencies, ...manifest.devDependencies };

  test('of Temporal all have one version', () => {
    const versions = Object.entries(direct).filter(([name]) => name.startsWith('@temporalio/'));
    expect(versions.length).toBeGreaterThan(5);
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
  });

  test('of Temporal share the one protobufjs that is installed: several copies break replay from JSON', () => {
    const own = Object.keys(lock).filter((path) => /node_modules\/@temporalio\/.*node_modules\/protobufjs$/.test(path));
    expect(own).toEqual([]);
    expect(lock['node_modules/protobufjs']?.version).toBe(manifest.dependencies.protobufjs);
  });

  test('are pinned to exact versions', () => {
    expect(Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('name no address of a registry in the lock file', () => {
    expect(readFileSync(resolve(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
  });
});
