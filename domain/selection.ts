import type { Alert } from './alert';
import { remediationTarget } from './alert';
import { fillPlaceholders } from './placeholder';
import type { CatalogueEntry, Parameters, PhaseRecord, Plan, Selection } from './remediation';

/** What selection by annotation may choose from. */
export interface SelectionRules {
  catalogue: CatalogueEntry[];
  /** Function names and `*` patterns. */
  allowlist: string[];
  /** Says what is wrong with parameters by an entry's JSON Schema; empty = nothing. */
  parameterMistakes(entry: CatalogueEntry, parameters: Parameters): string[];
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const annotatedTimeoutMs = 30_000;
const verifyIntervalMs = 2_000;
const shownLength = 80;

/** Phase 0: what the rule's author wrote into `lambda_function` and `lambda_parameters`. */
export function selectByAnnotation(alert: Alert, rules: SelectionRules): Selection {
  const written = alert.annotations.lambda_function;
  if (written === undefined || written.trim() === '') {
    return nothing({ method: 'annotation', outcome: 'absent', reason: 'The alert has no annotation lambda_function.' });
  }
  const name = written.trim();
  const refuse = (reason: string): Selection => nothing({ method: 'annotation', outcome: 'refused', reason });
  if (!dnsLabel.test(name)) {
    return refuse(
      `lambda_function ${shown(name)} is not a DNS label (lower-case letters, digits and "-", at most 63).`,
    );
  }
  if (!rules.allowlist.some((pattern) => matchesPattern(pattern, name))) {
    return refuse(`lambda_function ${shown(name)} does not match FUNCTION_ALLOWLIST.`);
  }
  const parameters = parseParameters(alert.annotations.lambda_parameters);
  if (typeof parameters === 'string') return refuse(parameters);
  const entry = rules.catalogue.find((candidate) => candidate.id === name);
  const mistakes = entry ? rules.parameterMistakes(entry, parameters) : [];
  if (mistakes.length > 0)
    return refuse(`lambda_parameters do not fit the catalogue entry ${name}: ${mistakes.join('; ')}.`);

  const plan = entry
    ? cataloguedPlan(entry, parameters, alert, rules.catalogue)
    : annotatedPlan(name, parameters, alert);
  const reason = 'The alert rule names it in its annotations.';
  return {
    plan,
    method: 'annotation',
    confidence: 1,
    reason,
    phases: [{ method: 'annotation', outcome: 'selected', reason }],
  };
}

function nothing(phase: PhaseRecord): Selection {
  return { plan: null, method: null, confidence: 0, reason: phase.reason, phases: [phase] };
}

/** The parameters, or a sentence that says what is wrong with them. */
function parseParameters(written: string | undefined): Parameters | string {
  if (written === undefined || written.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch {
    return 'lambda_parameters is not valid JSON.';
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return 'lambda_parameters is not a JSON object.';
  return parsed as Parameters;
}

function annotatedPlan(name: string, parameters: Parameters, alert: Alert): Plan {
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

function cataloguedPlan(
  entry: CatalogueEntry,
  parameters: Parameters,
  alert: Alert,
  catalogue: CatalogueEntry[],
): Plan {
  const inverse = entry.inverse && catalogue.find(({ id }) => id === entry.inverse!.remediation);
  const values = { ...alert.labels, ...parameters };
  return {
    remediation: entry.id,
    executor: entry.executor,
    function: entry.function ?? entry.id,
    parameters,
    target: (entry.target && fillPlaceholders(entry.target, values, String)) ?? remediationTarget(alert),
    risk: entry.risk,
    idempotent: entry.idempotent,
    timeoutMs: entry.timeoutMs,
    checks: entry.verification.checks.length > 0 ? entry.verification.checks : [{ kind: 'expression' }],
    verifyWithinMs: entry.verification.withinMs ?? null,
    verifyIntervalMs: entry.verification.intervalMs ?? verifyIntervalMs,
    undo: inverse
      ? {
          ...cataloguedPlan(
            { ...inverse, inverse: undefined },
            fillParameters(entry.inverse!.parameters, values),
            alert,
            catalogue,
          ),
        }
      : null,
    catalogued: true,
  };
}

/** A parameter that is just `{name}` takes that value with its type; others are filled as text. */
function fillParameters(template: Parameters, values: Record<string, unknown>): Parameters {
  const fill = (value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    const whole = /^\{(\w+)\}$/.exec(value)?.[1];
    if (whole !== undefined) return values[whole] ?? value;
    return fillPlaceholders(value, values, String) ?? value;
  };
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value)]));
}

function matchesPattern(pattern: string, name: string): boolean {
  const expression = pattern.split('*').map(escapeRegExp).join('.*');
  return new RegExp(`^${expression}$`).test(name);
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Rejected input, quoted and cut so that it can stand in a sentence. */
function shown(text: string): string {
  return JSON.stringify(text.length > shownLength ? `${text.slice(0, shownLength)}…` : text);
}
