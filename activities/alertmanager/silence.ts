import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Silence } from '../../domain/reconcile';
import { instant } from './instant';

const matcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  /** Absent in answers from before version 0.22, which had no negative matchers. */
  isEqual: z.boolean().default(true),
});

type Matcher = z.infer<typeof matcher>;

export const silenceAnswer = z.array(
  z
    .object({
      id: z.string(),
      createdBy: z.string(),
      startsAt: instant,
      endsAt: instant,
      matchers: z.array(matcher),
    })
    .transform(({ matchers, ...silence }): Silence => {
      return { ...silence, covers: (labels) => matchers.every((one) => holds(one, labels[one.name] ?? '')) };
    }),
);

/** Alertmanager takes a label that is not there as empty, and anchors its expressions. */
function holds({ value, isRegex, isEqual }: Matcher, actual: string): boolean {
  const equal = isRegex ? matchesWhole(value, actual) : actual === value;
  return equal === isEqual;
}

/** In Go's syntax and in linear time; `undefined`, which no matcher holds for, where Go would not know it either. */
function matchesWhole(expression: string, text: string): boolean | undefined {
  try {
    return RE2JS.compile(expression).matches(text);
  } catch {
    return undefined;
  }
}
