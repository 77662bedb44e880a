/**
 * Carries the trace of the event that started an incident into its activities. Bundled beside the workflows.
 *
 * The SDK's own interceptors would do it with an AsyncLocalStorage for each cached workflow, which every promise of the
 * process then pays for, and whose disposal can bring Node down (sdk-typescript issues 1432 and 939). A header that is
 * handed on as it stands needs none.
 */
import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** The header that @temporalio/interceptors-opentelemetry writes in clients and reads in activities. */
const traceHeader = '_tracer-data';

export const interceptors: WorkflowInterceptorsFactory = () => {
  let trace: Headers[string] | undefined;
  const take = (headers: Headers): void => {
    trace ??= headers[traceHeader];
  };
  const withTrace = <T extends { headers: Headers }>(input: T): T =>
    trace === undefined ? input : { ...input, headers: { ...input.headers, [traceHeader]: trace } };
  return {
    inbound: [
      {
        execute(input, next) {
          take(input.headers);
          return next(input);
        },
        handleSignal(input, next) {
          take(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(withTrace(input)),
        scheduleLocalActivity: (input, next) => next(withTrace(input)),
        continueAsNew: (input, next) => next(withTrace(input)),
      },
    ],
  };
};
