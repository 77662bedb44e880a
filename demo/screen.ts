import type { Step } from './timeline';

const width = 80;
const elapsedWidth = 9;
const titleWidth = 22;

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan';
export type Paint = (style: Style, text: string) => string;

const codes: Record<Style, number> = { bold: 1, dim: 2, green: 32, yellow: 33, red: 31, cyan: 36 };

/** Colours for a terminal; plain text for everything else. */
export function painter(coloured: boolean): Paint {
  return (style, text) => (coloured ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

/** One step, its elapsed time counted from `zero`; what does not fit goes on below itself. */
export function stepLines({ at, title, detail, ok }: Step, zero: number, paint: Paint): string[] {
  const indent = elapsedWidth + 3 + titleWidth;
  const [first = '', ...rest] = wrapped(detail, width - indent);
  const mark = ok ? paint('green', '✓') : paint('red', '✗');
  const head = `${paint('dim', seconds(at - zero).padStart(elapsedWidth))} ${mark} ${paint('bold', title.padEnd(titleWidth))}`;
  return [`${head}${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
}

/** Such as `+4.2 s`; before the start `-3.0 s`. */
export function seconds(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(1)} s`;
}

/** Breaks at spaces; a word longer than a line stands on its own. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Text output with one line at its end that can change, where it is a terminal. */
export class Screen {
  readonly paint: Paint;
  private shown = '';

  constructor(
    private readonly out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
    noColour: boolean,
  ) {
    this.paint = painter(Boolean(out.isTTY) && !noColour);
  }

  print(...lines: string[]): void {
    this.status('');
    for (const line of lines) this.out.write(`${line}\n`);
  }

  /** Replaces the last line; shown on a terminal only. */
  status(text: string): void {
    if (!this.out.isTTY || text === this.shown) return;
    this.shown = text;
    this.out.write(`\r\u001b[K${this.paint('dim', text.slice(0, width - 1))}`);
  }
}
