/** What a stand-in did, in the order in which it did it. */
export interface LedgerEntry {
  /** 1, 2, 3 … within one stand-in. */
  sequence: number;
  /** ISO 8601. */
  at: string;
  /** Such as `issueCreate`, `chat.postMessage` or the name of a function. */
  operation: string;
  result: LedgerResult;
  /** Ids and idempotency keys that the effect can be found by. */
  keys: Record<string, string>;
  detail?: unknown;
}

/**
 * `applied`: it had an effect. `repeated`: a repeat was recognised and had none. `refused`: answered with an error.
 * `fault`: a fault rule decided about the answer, see `detail`.
 */
export type LedgerResult = 'applied' | 'repeated' | 'refused' | 'fault';

/** Append-only record of a stand-in's effects, kept in memory. */
export class Ledger {
  private readonly recorded: LedgerEntry[] = [];

  append(entry: Omit<LedgerEntry, 'sequence' | 'at' | 'keys'> & { keys?: Record<string, string> }): void {
    this.recorded.push({
      sequence: this.recorded.length + 1,
      at: new Date().toISOString(),
      ...entry,
      keys: entry.keys ?? {},
    });
  }

  entries(operation?: string): readonly LedgerEntry[] {
    return operation ? this.recorded.filter((entry) => entry.operation === operation) : [...this.recorded];
  }
}
