import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { MessageRefusedError, type Signalled, TemporalUnavailableError } from './gateway';

/** gRPC `INVALID_ARGUMENT`: no repetition mends it. All else (away, busy, wrong key, missing namespace) an operator or time does. */
const invalidArgument = 3;

/** Temporal says `INVALID_ARGUMENT` for a search attribute too that nobody has added yet, and that an operator mends. */
const isSetUp = (details: string): boolean => !/search attribute/i.test(details);

/** Turns what the client throws into the two errors that callers tell apart; what is no answer of Temporal passes as it is. */
export async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translate(error);
  }
}

/** As `translated`; a run that does not exist or has ended is an answer. */
export async function signalled(call: () => Promise<void>): Promise<Signalled> {
  try {
    await call();
    return 'signalled';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'ignored';
    throw translate(error);
  }
}

function translate(error: unknown): unknown {
  if (error instanceof NamespaceNotFoundError)
    return new TemporalUnavailableError('The Temporal namespace does not exist', { cause: error });
  const service = serviceErrorIn(error);
  if (!service) return error;
  const message = `Temporal answered: ${service.details || service.message}`;
  return service.code === invalidArgument && isSetUp(message)
    ? new MessageRefusedError(message, { cause: error })
    : new TemporalUnavailableError(message, { cause: error });
}

/** The client wraps gRPC errors, so the chain of causes is searched. */
function serviceErrorIn(error: unknown) {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (isGrpcServiceError(current)) return current;
  }
  return undefined;
}
