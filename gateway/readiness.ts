import type { Connection } from '@temporalio/client';
import { searchAttributeMistakes } from './search-attributes';

const deadlineMs = 1_500;

export interface Readiness {
  /** Why no event can be taken now, a sentence each; empty = ready. */
  mistakes(): Promise<string[]>;
  /** From now on not ready: the process is about to end. */
  drain(): void;
}

/** Ready = Temporal answers and its namespace has the search attributes. Nothing else decides. */
export function createReadiness(connection: Connection, namespace: string): Readiness {
  let draining = false;
  return {
    async mistakes() {
      if (draining) return ['The process is shutting down.'];
      try {
        return await connection.withDeadline(Date.now() + deadlineMs, () =>
          searchAttributeMistakes(connection, namespace),
        );
      } catch (error) {
        return [
          `Temporal at ${connection.options.address} does not answer for namespace ${namespace}: ${reasonOf(error)}.`,
        ];
      }
    },
    drain() {
      draining = true;
    },
  };
}

/** gRPC errors carry the words of the server in `details`. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'details' in error && typeof error.details === 'string') {
    return error.details.replace(/\s*Resolution note:\s*$/, '');
  }
  return error instanceof Error ? error.message : 'unknown error';
}
