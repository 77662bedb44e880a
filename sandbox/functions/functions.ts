import { z } from 'zod';
import type { Fleet, Workload } from '../fleet/fleet';

/** A function's body: what every answer of a function is. */
export interface FunctionOutcome {
  status: 'succeeded' | 'failed' | 'running';
  message: string;
}

/** An outcome with the HTTP status of the answer. `change` is what it did to the fleet, for the ledger. */
export interface FunctionAnswer {
  httpStatus: number;
  outcome: FunctionOutcome;
  change?: object;
}

/** A function that goes on after its answer. */
export interface LongRun {
  runsForMs: number;
  retryAfterSeconds: number;
  /** Whether the answer says where to ask for the outcome. */
  withLocation: boolean;
  finish(): FunctionOutcome;
}

export type SandboxFunction = (parameters: unknown, fleet: Fleet) => FunctionAnswer | LongRun;

const name = z.string().min(1);
const scaleSchema = z.object({
  namespace: name.default('production'),
  deployment: name.optional(),
  pod: name.optional(),
  replicas: z.int().min(0).max(100),
});
const restartSchema = z.object({ namespace: name.default('production'), pod: name });
const slowSchema = z.object({
  durationMs: z.int().min(0).max(600_000).default(2000),
  retryAfterSeconds: z.int().min(0).max(60).default(1),
  outcome: z.enum(['succeeded', 'failed']).default('succeeded'),
  /** `false`: the end is told by the callback alone. */
  location: z.boolean().default(true),
});

const failed = (httpStatus: number, message: string): FunctionAnswer => ({
  httpStatus,
  outcome: { status: 'failed', message },
});
const succeeded = (message: string, change?: object): FunctionAnswer => ({
  ...{ httpStatus: 200, outcome: { status: 'succeeded', message } },
  ...(change && { change }),
});

/** The functions that can be called, by name. */
export const sandboxFunctions: Record<string, SandboxFunction> = {
  'scale-pod': (parameters, fleet) => {
    const read = scaleSchema.safeParse(parameters);
    if (!read.success) return failed(400, z.prettifyError(read.error));
    const { namespace, deployment, pod, replicas } = read.data;
    const workload = findWorkload(fleet, namespace, deployment, pod);
    if (!workload) return failed(404, `There is no workload for ${deployment ?? pod ?? 'nothing'} in ${namespace}.`);
    const before = workload.pods.length;
    if (before === replicas) return succeeded(`${workload.name} already has ${replicas} replicas`);
    fleet.scale(workload, replicas);
    const change = { workload: `${namespace}/${workload.name}`, replicas: { from: before, to: replicas } };
    return succeeded(`Scaled ${workload.name} from ${before} to ${replicas} replicas`, change);
  },
  'restart-pod': (parameters, fleet) => {
    const read = restartSchema.safeParse(parameters);
    if (!read.success) return failed(400, z.prettifyError(read.error));
    const { namespace, pod } = read.data;
    const workload = fleet.workloadOfPod(namespace, pod);
    if (!workload) return failed(404, `There is no pod ${namespace}/${pod}.`);
    fleet.restartPod(workload, pod);
    return succeeded(`Restarted pod ${pod}`, { pod: `${namespace}/${pod}`, restarted: true });
  },
  'slow-job': (parameters) => {
    const read = slowSchema.safeParse(parameters);
    if (!read.success) return failed(400, z.prettifyError(read.error));
    const { durationMs, retryAfterSeconds, outcome, location } = read.data;
    const finish = (): FunctionOutcome => ({ status: outcome, message: `The job ${outcome} after ${durationMs} ms` });
    return { runsForMs: durationMs, retryAfterSeconds, withLocation: location, finish };
  },
};

function findWorkload(fleet: Fleet, namespace: string, deployment?: string, pod?: string): Workload | undefined {
  if (deployment !== undefined) return fleet.workload(namespace, deployment);
  return pod === undefined ? undefined : fleet.workloadOfPod(namespace, pod);
}
