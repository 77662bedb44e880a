/** Nesting above this is refused before parsing: what parses may be too deep to be written again. */
const maxDepth = 32;
const maxDuplicates = 100;

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

interface Level {
  /** Keys seen so far, as Latin-1 text of their UTF-8 bytes; `null` in an array. */
  keys: Set<string> | null;
  /** The present key, or the present index of an array. */
  at: string | number;
}

export interface JsonScan {
  tooDeep: boolean;
  /** JSON pointers of keys that an object holds twice: a parser keeps only the last of them. */
  duplicates: string[];
}

/**
 * Looks at the bytes of a JSON text before it is parsed. It checks no grammar: the parser does so afterwards, and for
 * text that it refuses the answer here has no meaning.
 */
export function scanJson(bytes: Buffer): JsonScan {
  const levels: Level[] = [];
  const duplicates: string[] = [];
  let expectsKey = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    const level = levels.at(-1);
    if (byte === quote) {
      const end = endOfString(bytes, i + 1);
      if (expectsKey && level?.keys) noteKey(level, keyText(bytes, i + 1, end), levels, duplicates);
      i = end;
    } else if (byte === openBrace || byte === openBracket) {
      if (levels.length === maxDepth) return { tooDeep: true, duplicates };
      levels.push(byte === openBrace ? { keys: new Set(), at: '' } : { keys: null, at: 0 });
      expectsKey = byte === openBrace;
    } else if (byte === closeBrace || byte === closeBracket) {
      levels.pop();
      expectsKey = false;
    } else if (byte === comma) {
      if (level && typeof level.at === 'number') level.at += 1;
      expectsKey = level?.keys != null;
    } else if (byte === colon) expectsKey = false;
  }
  return { tooDeep: false, duplicates };
}

/** Index of the quote that ends the string; one past the text where none does. */
function endOfString(bytes: Buffer, start: number): number {
  for (let end = bytes.indexOf(quote, start); end !== -1; end = bytes.indexOf(quote, end + 1)) {
    let escapes = 0;
    while (end - 1 - escapes >= start && bytes[end - 1 - escapes] === backslash) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return bytes.length;
}

/** `"a"` and `"\u0061"` are one key, so escapes are resolved. */
function keyText(bytes: Buffer, start: number, end: number): string {
  const raw = bytes.toString('latin1', start, end);
  if (!raw.includes('\\')) return raw;
  try {
    return Buffer.from(JSON.parse(`"${bytes.toString('utf8', start, end)}"`) as string).toString('latin1');
  } catch {
    return raw;
  }
}

function noteKey(level: Level, key: string, levels: Level[], duplicates: string[]): void {
  level.at = key;
  if (!level.keys!.has(key)) level.keys!.add(key);
  else if (duplicates.length < maxDuplicates) duplicates.push(pointerOf(levels));
}

function pointerOf(levels: Level[]): string {
  const parts = levels.map(({ at }) => (typeof at === 'number' ? String(at) : Buffer.from(at, 'latin1').toString()));
  return parts.map((part) => `/${pointerPart(part)}`).join('');
}

/** RFC 6901 */
export const pointerPart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
