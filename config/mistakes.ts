/** Thrown at start; the message lists every mistake of the environment and of the YAML file, one per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly mistakes: readonly string[]) {
    super(
      `The configuration has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${indent(mistakes)}`,
    );
  }
}

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');

/** Collects what is wrong, so that all of it is told at once. Texts never hold the value of a secret. */
export class Mistakes {
  private readonly lines: string[] = [];
  private readonly places = new Set<string>();

  /** `place` is a variable, or a file with line and column; `text` says what is wrong and what to do. */
  add(place: string, text: string): void {
    this.places.add(place);
    this.lines.push(`${place}: ${text}`);
  }

  has(place: string): boolean {
    return this.places.has(place);
  }

  throwIfAny(): void {
    if (this.lines.length > 0) throw new ConfigError(this.lines);
  }
}
