import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import type { CatalogueEntry, Parameters } from '../domain/remediation';

type JsonSchema = Record<string, unknown>;

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, allErrors: true, logger: false });
const compiled = new WeakMap<JsonSchema, ValidateFunction>();
const shownLength = 60;

/** What makes a JSON Schema (draft 2020-12) unusable; `undefined` where nothing does. */
export function schemaMistake(schema: JsonSchema): string | undefined {
  try {
    validatorOf(schema);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What is wrong with parameters by the entry's schema, a phrase each; empty = nothing. */
export function parameterMistakes(entry: Pick<CatalogueEntry, 'parameters'>, parameters: Parameters): string[] {
  if (!entry.parameters) return [];
  const validate = validatorOf(entry.parameters);
  return validate(parameters) ? [] : (validate.errors ?? []).map(inWords);
}

/** Compiling costs milliseconds, so each schema is compiled once. */
function validatorOf(schema: JsonSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

function inWords({ instancePath, message = 'is not valid', params }: ErrorObject): string {
  const where = instancePath === '' ? 'parameters' : instancePath.slice(1).replaceAll('/', '.');
  const unknown: unknown = params.additionalProperty ?? params.unevaluatedProperty;
  const named = typeof unknown === 'string' ? ` (${JSON.stringify(unknown.slice(0, shownLength))})` : '';
  return `${where} ${message}${named}`;
}
