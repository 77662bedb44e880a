import { script } from './script';

/**
 * Builds the product and finds the programs that it runs beside, once for all test files of a run. Each file then starts
 * a whole stack of its own.
 */
export default async function setUp(): Promise<void> {
  process.env.STACK_BUILD ||= (await script('build.mjs')).at(-1);
  for (const line of await script('programs.mjs', 'temporal', 'prometheus', 'alertmanager')) {
    const [, name, path] = /^(\w+)=(.+)$/.exec(line) ?? [];
    if (name !== undefined) process.env[name] = path;
  }
}
