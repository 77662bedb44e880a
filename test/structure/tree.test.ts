import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** Files that are or will be part of the repository. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && file !== 'package-lock.json');

const read = (file: string): string => {
  try {
    return readFileSync(resolve(root, file), 'utf8');
  } catch {
    return '';
  }
};
const isText = (file: string): boolean => !file.endsWith('.png');
const filesWith = (pattern: RegExp): string[] =>
  files.filter((file) => isText(file) && !file.startsWith('test/structure/') && pattern.test(read(file)));

describe('the repository', () => {
  test('holds files at all', () => expect(files.length).toBeGreaterThan(50));

  test('names no package registry or proxy', () => {
    expect(
      filesWith(/registry\.npmjs\.org|npmjs\.org\/|pypi\.org|pythonhosted|proxy\.golang\.org|deb\.debian\.org/),
    ).toEqual([]);
  });

  test('names no path of one machine', () => {
    expect(filesWith(/(?<![\w.-])\/(work|root|home\/\w+|Users\/\w+)\/\w|\.\.\/shared\//)).toEqual([]);
  });

  test('names every file and folder for what it holds', () => {
    expect(files.filter((file) => /(^|\/)(utils?|lib|common|helpers?)(\.[a-z]+)*(\/|$)/.test(file))).toEqual([]);
  });

  test('leaves nothing for later', () => {
    expect(filesWith(/\b(TODO|FIXME|XXX)\b/)).toEqual([]);
  });
});
