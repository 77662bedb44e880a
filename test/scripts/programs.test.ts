import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './run-module';

const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'programs-'));

function executable(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

/** A program "probe" with these recipes; each recipe that runs leaves a line in the file RUNS. */
const resolving = (recipes: string): string => `
  import { appendFileSync, chmodSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  import { resolveProgram } from 'SCRIPTS/programs.mjs';
  const ran = (label) => appendFileSync(process.env.RUNS, label + '\\n');
  const works = { label: 'works', suits: async () => true, into: async (folder, name) => {
    ran('works');
    writeFileSync(join(folder, name), '#!/bin/sh');
    chmodSync(join(folder, name), 0o755);
  } };
  const fails = { label: 'fails', suits: async () => true, into: async () => { ran('fails'); throw new Error('host away'); } };
  const unsuited = { label: 'unsuited', suits: async () => false, into: async () => ran('unsuited') };
  const program = { title: 'Probe', variable: 'PROBE_PATH', onPath: ['probe', 'other-probe'], version: '1.2.3',
    recipes: [${recipes}], byHand: 'Probe from its site' };
  try {
    console.log(await resolveProgram('probe', program));
  } catch (error) {
    console.log(error.message);
  }`;

interface Place {
  cache: string;
  runs: string;
  resolve(recipes: string, environment?: Record<string, string>): Promise<string>;
}

function place(): Place {
  const folder = makeFolder();
  const [cache, runs] = [join(folder, 'cache'), join(folder, 'runs')];
  writeFileSync(runs, '');
  return {
    cache: join(cache, 'agent-sre'),
    runs,
    resolve: async (recipes, environment = {}) => {
      const given = { XDG_CACHE_HOME: cache, RUNS: runs, PATH: '/nowhere', PROBE_PATH: '', ...environment };
      return (await runModule(resolving(recipes), given)).stdout.trim();
    },
  };
}

const ran = ({ runs }: Place): string[] => readFileSync(runs, 'utf8').split('\n').filter(Boolean);

describe('a program is found', () => {
  const bin = makeFolder();
  const onPath = executable(bin, 'other-probe');

  test('by its variable before PATH', async () => {
    const named = executable(makeFolder(), 'mine');
    await expect(place().resolve('works', { PROBE_PATH: named, PATH: bin })).resolves.toBe(named);
  });

  test('on PATH by any of its names before the cache', async () => {
    const here = place();
    executable(join(here.cache, 'probe-1.2.3'), 'probe');
    await expect(here.resolve('works', { PATH: bin })).resolves.toBe(onPath);
  });

  test('in the cache before it is installed', async () => {
    const here = place();
    const cached = executable(join(here.cache, 'probe-1.2.3'), 'probe');
    await expect(here.resolve('works')).resolves.toBe(cached);
    expect(ran(here)).toEqual([]);
  });

  test('never at a variable that names no program, which is said', async () => {
    await expect(place().resolve('works', { PROBE_PATH: '/nowhere/probe' })).resolves.toBe(
      'PROBE_PATH names /nowhere/probe, which is no executable file. Correct it or unset it.',
    );
  });
});

describe('a program is installed', () => {
  test('by the first way that suits this machine and works', async () => {
    const here = place();
    await expect(here.resolve('unsuited, fails, works')).resolves.toBe(join(here.cache, 'probe-1.2.3', 'probe'));
    expect(ran(here)).toEqual(['fails', 'works']);
  });

  test('once by processes that start at the same moment', async () => {
    const here = place();
    const found = await Promise.all(Array.from({ length: 4 }, () => here.resolve('works')));
    expect(new Set(found).size).toBe(1);
    expect(ran(here)).toEqual(['works']);
  });

  test('or the one sentence says what to install by hand and which variable to set', async () => {
    const here = place();
    await expect(here.resolve('unsuited, fails')).resolves.toBe(
      'Probe could not be installed. Install Probe from its site by hand and set PROBE_PATH to its path. Tried: unsuited: not usable here; fails: host away',
    );
    expect(readdirSync(here.cache)).toEqual(['locks']);
  });
});
