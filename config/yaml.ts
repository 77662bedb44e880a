import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Mistakes } from './mistakes';

/** `undefined` where the file has mistakes; each is told with line and column. */
export function parseYaml<S extends z.ZodType>(
  file: string,
  source: string,
  schema: S,
  mistakes: Mistakes,
): z.output<S> | undefined {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    for (const error of document.errors) mistakes.add(placeAt(error.pos[0]), `is not valid YAML: ${error.message}`);
    return undefined;
  }
  const parsed = schema.safeParse(toPlain(document, file, mistakes) ?? {});
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    for (const { path, text } of explain(issue)) mistakes.add(placeAt(offsetOf(document, path)), text);
  }
  return undefined;
}

/** Anchors that multiply beyond reason make the conversion throw. */
function toPlain(document: Document, file: string, mistakes: Mistakes): unknown {
  try {
    return document.toJS();
  } catch (error) {
    mistakes.add(file, `can't be read: ${(error as Error).message}`);
    return {};
  }
}

type Path = readonly PropertyKey[];

/** One mistake per unknown key; otherwise the issue's own words, after the key that they are about. */
function explain(issue: z.core.$ZodIssue): { path: Path; text: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { path, text: `${dotted(path)} is not a known key; remove it or correct its spelling` };
    });
  }
  return [{ path: issue.path, text: `${dotted(issue.path)} ${issue.message}`.trim() }];
}

function dotted(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** Where a value stands, or where its key does; a missing one is placed at the nearest parent that exists. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => isNode(item.key) && item.key.toJSON() === key) : undefined;
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
