import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

export interface Snippet {
  /** Path from the root of the repository that the code pretends to stand at. */
  file: string;
  code: string;
  /** Needs type information: the file must be test/structure/typed/fixture.ts. */
  typed?: boolean;
}

/** The names of the lint rules that each snippet breaks. */
export function lint(snippets: Snippet[]): string[][] {
  const root = resolve(__dirname, '../..');
  const output = execFileSync(process.execPath, [join(__dirname, 'lint-snippets.mjs')], {
    cwd: root,
    input: JSON.stringify(snippets),
    encoding: 'utf8',
  });
  return JSON.parse(output) as string[][];
}
