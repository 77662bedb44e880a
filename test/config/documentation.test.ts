import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ingressVariables } from '../../config/ingress';
import { workerVariables } from '../../config/worker';

const document = readFileSync(path.join(__dirname, '../../docs/configuration.md'), 'utf8');

const documented = [...document.matchAll(/^\| `([A-Z][A-Z_]+)` +\| ([a-z, ]+?) +\| (.*?) +\|/gm)].map(
  ([, name, readBy, preset]) => ({
    name: name!,
    readBy: readBy!,
    preset: preset!.trim(),
  }),
);

const readersOf = (name: string): string =>
  [name in ingressVariables && 'ingress', name in workerVariables && 'worker'].filter(Boolean).join(', ');

describe('the reference of configuration', () => {
  it('holds every variable that the code reads, and no other', () => {
    const read = new Set([...Object.keys(ingressVariables), ...Object.keys(workerVariables)]);
    expect(documented.map(({ name }) => name).sort()).toEqual([...read].sort());
  });

  it.each(documented)('says rightly who reads $name', ({ name, readBy }) => expect(readBy).toBe(readersOf(name)));

  it.each(documented.filter(({ preset }) => /^`[^`]+`$/.test(preset)))(
    'says the default of $name rightly',
    ({ name, preset }) => {
      const schema = { ...ingressVariables, ...workerVariables }[name as keyof typeof workerVariables];
      expect(String(schema.parse(undefined))).toBe(preset.slice(1, -1));
    },
  );
});
