import type { Alert } from './alert';
import type { CatalogueRules } from './plan';
import { annotatedPlan, cataloguedPlan, functionOf } from './plan';
import type { CatalogueEntry, Parameters, PhaseRecord, Selection } from './remediation';

/** What selection by annotation may choose from. */
export interface SelectionRules extends CatalogueRules {
  /** Names and `*` patterns of functions that may be called. */
  allowlist: string[];
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const deepestParameters = 32;
const shownLength = 80;

/** Phase 0: what the rule's author wrote into `lambda_function` and `lambda_parameters`. */
export function selectByAnnotation(alert: Alert, rules: SelectionRules): Selection {
  const name = alert.annotations.lambda_function?.trim() ?? '';
  if (name === '') {
    return nothing({ method: 'annotation', outcome: 'absent', reason: 'The alert has no annotation lambda_function.' });
  }
  const refuse = (reason: string): Selection => nothing({ method: 'annotation', outcome: 'refused', reason });
  if (!dnsLabel.test(name)) {
    return refuse(
      `lambda_function ${shown(name)} is not a DNS label (lower-case letters, digits and "-", at most 63).`,
    );
  }
  const entries = entriesOf(name, rules.catalogue);
  if (entries.length > 1) {
    const ids = entries.map(({ id }) => id).join(', ');
    return refuse(`lambda_function ${shown(name)} is called by several catalogue entries; name one of them: ${ids}.`);
  }
  const [entry] = entries;
  const called = entry ? functionOf(entry) : name;
  if (!rules.allowlist.some((pattern) => matchesPattern(pattern, called))) {
    return refuse(`lambda_function ${shown(called)} does not match FUNCTION_ALLOWLIST.`);
  }
  const parameters = parseParameters(alert.annotations.lambda_parameters);
  if (typeof parameters === 'string') return refuse(parameters);
  const mistakes = entry ? rules.parameterMistakes(entry, parameters) : [];
  if (entry && mistakes.length > 0) {
    return refuse(`lambda_parameters do not fit the catalogue entry ${entry.id}: ${mistakes.join('; ')}.`);
  }

  const plan = entry ? cataloguedPlan(entry, parameters, alert, rules) : annotatedPlan(name, parameters, alert);
  const undone = entry?.inverse && !plan.undo ? ' Nothing undoes it: its inverse lacks a value that fits.' : '';
  const reason = `The alert rule names it in its annotations.${undone}`;
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

/** The entry of this id, else every one that calls a function of this name: its risk and schema hold by either name. */
function entriesOf(name: string, catalogue: CatalogueEntry[]): CatalogueEntry[] {
  const named = catalogue.find(({ id }) => id === name);
  return named ? [named] : catalogue.filter((entry) => functionOf(entry) === name);
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
  if (isDeeperThan(deepestParameters, parsed))
    return `lambda_parameters is nested deeper than ${deepestParameters} levels.`;
  return parsed as Parameters;
}

/** JSON can be parsed that is too deep to be written again. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
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
