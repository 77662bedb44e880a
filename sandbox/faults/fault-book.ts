import { z } from 'zod';

/** What happens to a request instead of, or around, its handling. A delay may precede any of the others. */
const faultActionSchema = z
  .strictObject({
    delayMs: z.int().min(0).optional(),
    /** Answered with this status; nothing is applied. */
    status: z.int().min(400).max(599).optional(),
    /** Answered as the real system says "too many requests", to be tried again after this many seconds. */
    rateLimit: z.int().min(0).optional(),
    /** The connection is cut before anything is applied. */
    drop: z.literal(true).optional(),
    /** The effect is applied and the answer is lost. */
    dropAfter: z.literal(true).optional(),
    /** The effect is applied; the answer is not what it should be, or ends in its middle. */
    body: z.enum(['broken', 'half']).optional(),
  })
  .refine(({ delayMs, ...ends }) => Object.keys(ends).length <= 1 && (delayMs ?? Object.keys(ends).length) !== 0, {
    error: 'Give one of status, rateLimit, drop, dropAfter or body, a delayMs, or a delayMs with one of them.',
  });

const faultRuleSchema = z.strictObject({
  /** Without path and operation the rule takes every operation (pages and control routes are never touched). */
  match: z
    .strictObject({
      /** Exact, or a prefix that ends in `*`. */
      path: z.string().optional(),
      /** Such as `issueCreate`, `chat.postMessage` or the name of a function. */
      operation: z.string().optional(),
    })
    .default({}),
  /** This many matching requests pass before the rule acts. */
  after: z.int().min(0).default(0),
  /** How often it acts; without it, until the rules are cleared. */
  times: z.int().min(1).optional(),
  action: faultActionSchema,
});

export type FaultAction = z.infer<typeof faultActionSchema>;
export type FaultRule = z.input<typeof faultRuleSchema>;

export interface FaultableRequest {
  path: string;
  /** Names of all that the request would do; empty for pages. */
  operations: string[];
}

type ActiveRule = z.output<typeof faultRuleSchema>;

/** The fault rules of one stand-in. The first rule that matches acts. */
export class FaultBook {
  private rules: ActiveRule[] = [];

  /** Throws a `ZodError` that names what is wrong with the rule. */
  add(rule: FaultRule): void {
    this.rules.push(faultRuleSchema.parse(rule));
  }

  clear(): void {
    this.rules = [];
  }

  /** Rules that still act, with what is left of `after` and `times`. */
  active(): readonly ActiveRule[] {
    return this.rules;
  }

  /** What is to happen to this request; counts it. */
  take(request: FaultableRequest): FaultAction | undefined {
    const rule = this.rules.find((candidate) => matches(candidate.match, request));
    if (!rule) return undefined;
    if (rule.after > 0) {
      rule.after -= 1;
      return undefined;
    }
    if (rule.times !== undefined) rule.times -= 1;
    this.rules = this.rules.filter(({ times }) => times !== 0);
    return rule.action;
  }
}

function matches({ path, operation }: ActiveRule['match'], request: FaultableRequest): boolean {
  if (request.operations.length === 0) return false;
  if (operation !== undefined && !request.operations.includes(operation)) return false;
  if (path === undefined) return true;
  return path.endsWith('*') ? request.path.startsWith(path.slice(0, -1)) : request.path === path;
}
