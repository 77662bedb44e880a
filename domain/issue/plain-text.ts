const ellipsis = '…';

/**
 * Text as a person would read it: line ends unified, tabs as spaces, and nothing invisible left (control, bidi and
 * zero-width characters, lone surrogates).
 */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) => (character === '\n' ? '\n' : ''));
}

/** The same on one line, runs of white space as one space. */
export function singleLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

/** At most `limit` characters (code points), the last of them "…" where something was cut. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = [...text];
  return characters.length <= limit ? text : characters.slice(0, limit - 1).join('') + ellipsis;
}

/**
 * Cuts `text` so that `render` of it has at most `limit` UTF-16 units: escaping makes text longer, and cutting what
 * is escaped already could split an escape.
 */
export function renderWithin(text: string, limit: number, render: (text: string) => string): string {
  for (let kept = limit; kept > 0;) {
    const rendered = render(cut(text, kept));
    if (rendered.length <= limit) return rendered;
    kept = Math.min(kept - 1, Math.floor((kept * limit) / rendered.length));
  }
  return '';
}
