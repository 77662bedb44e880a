import { z } from 'zod';
import { httpUrlMistake } from './addresses';
import { splitList } from './values';

/** Every `{function}` is replaced by the function's name; there is no other placeholder. */
export const functionUrlTemplate = z.string().transform((template, context) => {
  const mistake = templateMistake(template);
  if (mistake === undefined) return template;
  context.addIssue(mistake);
  return z.NEVER;
});

function templateMistake(template: string): string | undefined {
  if (!template.includes('{function}'))
    return 'does not hold {function}; write it where the name of the function belongs';
  const filled = template.replaceAll('{function}', 'name');
  if (/[{}]/.test(filled)) return 'holds a placeholder other than {function}; there is no other';
  return httpUrlMistake(filled);
}

/** Comma-separated function names; `*` stands for any characters. */
export const functionAllowlist = z.string().transform((written, context) => {
  const patterns = splitList(written);
  for (const pattern of patterns) {
    if (!/^[a-z0-9*-]{1,63}$/.test(pattern)) {
      context.addIssue(
        `${JSON.stringify(pattern)} can match no function; write names of lower-case letters, digits, "-" and "*"`,
      );
    }
  }
  return patterns;
});
