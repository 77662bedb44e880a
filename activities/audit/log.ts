import { Context } from '@temporalio/activity';
import { redactSecrets } from './redaction';

/** One change that agent-sre made, or tried to make, in an outside system. */
export interface AuditEntry {
  system: 'linear';
  /** Name of the mutation. */
  operation: string;
  /** Id of what was written. */
  target: string;
  /** The step that wanted it; with the workflow it says why. */
  step: string;
  /** Id that the system gave the request, for questions to its support. */
  requestId: string | null;
  /** `exists`: an earlier attempt had done it. */
  result: 'ok' | 'exists' | 'error';
  failure?: string;
}

export interface AuditLog {
  record(entry: AuditEntry): void;
}

export interface AuditDeps {
  /** Appends one line, with its line end, to the sink. */
  write(line: string): void;
  /** Milliseconds since the epoch, such as `Date.now`. */
  clock: () => number;
  /** Names the process that writes, such as the worker's identity. */
  writer: string;
}

/** Append-only, one JSON object a line. Only called inside activities: the workflow that it writes for is in their context. */
export function createAuditLog({ write, clock, writer }: AuditDeps): AuditLog {
  return {
    record: ({ failure, ...entry }) => {
      const { workflowId, runId } = Context.current().info.workflowExecution ?? {};
      const who = { time: new Date(clock()).toISOString(), actor: 'agent-sre', writer, workflowId, runId };
      const why = failure === undefined ? {} : { failure: redactSecrets(failure) };
      write(`${JSON.stringify({ ...who, ...entry, ...why })}\n`);
    },
  };
}
