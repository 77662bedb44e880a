/** What was answered to the first call with a key. */
export interface StoredAnswer {
  httpStatus: number;
  headers: Record<string, string>;
  body: object;
}

export type KeyUse =
  | { use: 'first' }
  | { use: 'repeat'; answer: StoredAnswer }
  /** The key came before with another body. */
  | { use: 'conflict' };

/** Remembers the first answer per function and key, so that a repeat has no second effect. */
export class IdempotencyStore {
  private readonly calls = new Map<string, { body: string; answer: StoredAnswer }>();

  look(functionName: string, key: string, body: string): KeyUse {
    const call = this.calls.get(`${functionName}\n${key}`);
    if (!call) return { use: 'first' };
    return call.body === body ? { use: 'repeat', answer: call.answer } : { use: 'conflict' };
  }

  store(functionName: string, key: string, body: string, answer: StoredAnswer): void {
    this.calls.set(`${functionName}\n${key}`, { body, answer });
  }
}
