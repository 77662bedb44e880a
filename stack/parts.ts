/** Something that was started and can be ended. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** What runs or is being started, so that nothing of it is left when one part fails. */
export class Parts {
  private readonly running: { part: Stoppable; rank: number }[] = [];
  private readonly starting = new Set<Promise<unknown>>();

  /** Keeps what `begin` starts. Those of a lower rank are ended first. */
  start<P extends Stoppable>(begin: () => Promise<P>, rank = 1): Promise<P> {
    const begun = begin().then((part) => {
      this.running.push({ part, rank });
      return part;
    });
    this.starting.add(begun);
    // A part that fails beside another one that has failed already is no unhandled rejection.
    begun.catch(() => undefined).finally(() => this.starting.delete(begun));
    return begun;
  }

  /** Keeps a part that can be ended before it is ready. */
  keep(part: Stoppable, rank = 0): void {
    this.running.push({ part, rank });
  }

  /** Ends everything, also what is still being started. */
  async stop(): Promise<void> {
    await this.stopRanks();
    await Promise.allSettled([...this.starting]);
    await this.stopRanks();
  }

  private async stopRanks(): Promise<void> {
    const parts = this.running.splice(0);
    for (const rank of new Set(parts.map((one) => one.rank).sort())) {
      await Promise.allSettled(parts.filter((one) => one.rank === rank).map(({ part }) => part.stop()));
    }
  }
}
