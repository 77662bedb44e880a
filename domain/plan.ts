import type { Alert } from './alert';
import { remediationTarget } from './alert';
import { fillPlaceholders } from './placeholder';
import type { CatalogueEntry, Parameters, Plan } from './remediation';

/** The catalogue, and what its JSON Schemas say. */
export interface CatalogueRules {
  catalogue: CatalogueEntry[];
  /** Says what is wrong with parameters by an entry's JSON Schema; empty = nothing. */
  parameterMistakes(entry: CatalogueEntry, parameters: Parameters): string[];
}

const annotatedTimeoutMs = 30_000;
const verifyIntervalMs = 2_000;

/** The plan for a function that no catalogue entry describes. */
export function annotatedPlan(name: string, parameters: Parameters, alert: Alert): Plan {
  return {
    remediation: name,
    executor: 'function',
    function: name,
    parameters,
    target: remediationTarget(alert),
    risk: 'low',
    idempotent: true,
    timeoutMs: annotatedTimeoutMs,
    checks: [{ kind: 'expression' }],
    verifyWithinMs: null,
    verifyIntervalMs,
    undo: null,
    catalogued: false,
  };
}

/** The plan for a catalogue entry, with the one that undoes it where the entry declares an inverse that can be filled. */
export function cataloguedPlan(
  entry: CatalogueEntry,
  parameters: Parameters,
  alert: Alert,
  rules: CatalogueRules,
): Plan {
  return { ...planOf(entry, parameters, alert), undo: undoOf(entry, parameters, alert, rules) };
}

function planOf(entry: CatalogueEntry, parameters: Parameters, alert: Alert): Plan {
  const { checks, withinMs, intervalMs } = entry.verification;
  const values = { ...alert.labels, ...parameters };
  return {
    remediation: entry.id,
    executor: entry.executor,
    function: functionOf(entry),
    parameters,
    target: (entry.target && fillPlaceholders(entry.target, values, String)) ?? remediationTarget(alert),
    risk: entry.risk,
    idempotent: entry.idempotent,
    timeoutMs: entry.timeoutMs,
    checks: checks.length > 0 ? checks : [{ kind: 'expression' }],
    verifyWithinMs: withinMs ?? null,
    verifyIntervalMs: intervalMs ?? verifyIntervalMs,
    undo: null,
    catalogued: true,
  };
}

/** An inverse that lacks a value, or whose parameters do not fit its own schema, is none: half an undo does harm. */
function undoOf({ inverse }: CatalogueEntry, parameters: Parameters, alert: Alert, rules: CatalogueRules): Plan | null {
  const entry = inverse && rules.catalogue.find(({ id }) => id === inverse.remediation);
  const filled = inverse && fillParameters(inverse.parameters, { ...alert.labels, ...parameters });
  if (!entry || !filled || rules.parameterMistakes(entry, filled).length > 0) return null;
  return planOf(entry, filled, alert);
}

/** A parameter that is just `{name}` takes that value with its type; others are filled as text. */
function fillParameters(template: Parameters, values: Record<string, unknown>): Parameters | undefined {
  const fill = (value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    const whole = /^\{([A-Za-z_]\w*)\}$/.exec(value)?.[1];
    if (whole === undefined) return fillPlaceholders(value, values, String);
    return Object.hasOwn(values, whole) ? values[whole] : undefined;
  };
  const filled = Object.entries(template).map(([name, value]): [string, unknown] => [name, fill(value)]);
  return filled.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(filled);
}

/** Name of the function that an entry calls. */
export function functionOf(entry: CatalogueEntry): string {
  return entry.function ?? entry.id;
}
