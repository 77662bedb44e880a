import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { Mistakes } from './mistakes';

export type Environment = Record<string, string | undefined>;

/** Variables by name, each with the schema that takes its text (`undefined` where it is not set). */
export type Variables = Record<string, z.ZodType>;
export type Values<V extends Variables> = { [Name in keyof V]: z.output<V[Name]> };

/**
 * Reads every variable, or the file that `<NAME>_FILE` names. What is wrong goes to `mistakes`; the values are
 * complete only where there is none.
 */
export function readVariables<V extends Variables>(variables: V, env: Environment, mistakes: Mistakes): Values<V> {
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(variables)) {
    const text = readText(name, env, mistakes);
    if (text === unreadable) continue;
    const parsed = schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else for (const issue of parsed.error.issues) mistakes.add(name, issue.message);
  }
  return values as Values<V>;
}

const unreadable = Symbol('unreadable');

function readText(name: string, env: Environment, mistakes: Mistakes): string | undefined | typeof unreadable {
  const written = textOf(env[name]);
  const file = textOf(env[`${name}_FILE`]);
  if (file === undefined) return written;
  if (written !== undefined) {
    mistakes.add(name, `is set beside ${name}_FILE; keep one of the two`);
    return unreadable;
  }
  try {
    return textOf(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    mistakes.add(`${name}_FILE`, `${file} can't be read (${code}); mount the file there or correct the path`);
    return unreadable;
  }
}

/** An empty variable or file counts as not set. */
function textOf(written: string | undefined): string | undefined {
  const text = written?.trim();
  return text === '' ? undefined : text;
}
