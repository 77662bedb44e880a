import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

/**
 * Lints snippets as if they stood in the files named, outside jest, whose module system cannot load the configuration.
 * Standard input: `[{ file, code, typed }]`; output: the names of the rules that each one breaks. Without `typed` the file
 * need not exist, and the rules that need type information are off; with it the file belongs to a project of its own,
 * because loading the types of the whole repository takes many seconds.
 */
const untyped = new ESLint({
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/no-misused-promises': 'off' },
  },
});
const typed = new ESLint({
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        projectService: false,
        project: 'test/structure/typed/tsconfig.json',
        // Where CI is set the parser would read the file from the disk, and not the snippet that stands for it.
        disallowAutomaticSingleRunInference: true,
      },
    },
  },
});

const snippets = JSON.parse(await text(process.stdin));
const broken = [];
for (const { file, code, typed: withTypes } of snippets) {
  const [result] = await (withTypes ? typed : untyped).lintText(code, { filePath: file });
  broken.push((result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message));
}
console.log(JSON.stringify(broken));
