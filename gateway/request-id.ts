import { createHash } from 'node:crypto';
import { Client, type ClientOptions, type Connection } from '@temporalio/client';

/** The same facts give the same id, and Temporal drops a signal whose id a run has seen. */
export function requestIdOf(...facts: string[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** ISO 8601 to the minute: a sender that repeats itself within it is one event. */
export const minuteOf = (time: Date): string => time.toISOString().slice(0, 16);

export interface SignalOutcome {
  /** Whether signalWithStart started a run; `undefined` before it answered. */
  started?: boolean;
}

/**
 * A client whose signals carry `requestId` instead of a random one, and that tells in `outcome` what the public API
 * hides. It shares the connection and keeps the client's own encoding and interceptors.
 */
export function clientWithRequestId(
  connection: Connection,
  options: Omit<ClientOptions, 'connection'>,
  requestId: string,
  outcome: SignalOutcome = {},
): Client {
  const { workflowService } = connection;
  const service = Object.create(workflowService, {
    signalWithStartWorkflowExecution: {
      value: async (request: Parameters<typeof workflowService.signalWithStartWorkflowExecution>[0]) => {
        const response = await workflowService.signalWithStartWorkflowExecution({ ...request, requestId });
        outcome.started = response.started;
        return response;
      },
    },
    signalWorkflowExecution: {
      value: (request: Parameters<typeof workflowService.signalWorkflowExecution>[0]) =>
        workflowService.signalWorkflowExecution({ ...request, requestId }),
    },
  }) as Connection['workflowService'];
  const shared = Object.create(connection, { workflowService: { value: service } }) as Connection;
  return new Client({ ...options, connection: shared });
}
