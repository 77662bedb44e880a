import { z } from 'zod';
import type { Check } from '../domain/remediation';

const words = z.string('must be text').min(1, 'must not be empty');
const op = z.enum(['<', '<=', '>', '>=', '==', '!='], { error: 'must be <, <=, >, >=, == or !=' });
const workload = { workload: words, namespace: words };

/** One check of a remediation, told apart by its `kind`. */
export const checkSchema: z.ZodType<Check> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('promql'),
      name: words,
      query: words,
      op,
      value: z.number('must be a number'),
      unit: words.optional(),
    }),
    z.strictObject({ kind: z.literal('workload-ready'), name: words.optional(), ...workload }),
    z.strictObject({
      kind: z.literal('replicas'),
      name: words.optional(),
      ...workload,
      op,
      value: z.union([z.number(), words], { error: 'must be a number or a {parameter}' }),
    }),
    z.strictObject({
      kind: z.literal('pod-phase'),
      name: words.optional(),
      pod: words,
      namespace: words,
      phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'], {
        error: 'must be a pod phase, such as Running',
      }),
    }),
    z.strictObject({ kind: z.literal('alert-gone'), name: words.optional() }),
    z.strictObject({ kind: z.literal('expression') }),
  ],
  { error: 'must have a kind: promql, workload-ready, replicas, pod-phase, alert-gone or expression' },
);
