import { z } from 'zod';

/** One series of an instant query. A scalar is one sample without labels. */
export interface Sample {
  labels: Record<string, string>;
  /** `NaN` for a native histogram, which is no number. */
  value: number;
}

export interface AlertingRule {
  name: string;
  /** The rule's expression. */
  query: string;
  /** Labels that the rule itself sets; a value may be a template with `{{`. */
  labels: Record<string, string>;
  health: string;
  /** When it was last evaluated, ISO 8601. */
  lastEvaluation: string;
  /** Alert instances that are pending or firing now. */
  alerts: { labels: Record<string, string>; state: string }[];
}

const labels = z.record(z.string(), z.string());
const value = z.tuple([z.number(), z.string()]).transform(([, written]) => parseValue(written));

const vector = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: labels, value: value.optional() })),
});
const scalar = z.object({ resultType: z.literal('scalar'), result: value });

export const queryAnswer = z
  .discriminatedUnion('resultType', [vector, scalar])
  .transform((data): Sample[] =>
    data.resultType === 'scalar'
      ? [{ labels: {}, value: data.result }]
      : data.result.map((series) => ({ labels: series.metric, value: series.value ?? NaN })),
  );

const alertingRule = z.object({
  type: z.literal('alerting'),
  name: z.string(),
  query: z.string(),
  labels: labels.default({}),
  health: z.string(),
  lastEvaluation: z.string(),
  alerts: z.array(z.object({ labels, state: z.string() })).default([]),
});
const recordingRule = z.object({ type: z.literal('recording') });

export const rulesAnswer = z
  .object({
    groups: z.array(z.object({ rules: z.array(z.discriminatedUnion('type', [alertingRule, recordingRule])) })),
  })
  .transform(({ groups }): AlertingRule[] =>
    groups.flatMap(({ rules }) => rules.filter((rule) => rule.type === 'alerting')),
  );

export const failure = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });

/** Prometheus writes `NaN`, `+Inf` and `-Inf` where JavaScript says `NaN` and `Infinity`. */
function parseValue(written: string): number {
  if (written === '+Inf' || written === 'Inf') return Infinity;
  return written === '-Inf' ? -Infinity : Number(written);
}
