import { fillPlaceholders } from '../../domain/placeholder';
import { escapeRegExp } from '../prometheus/selector';

const stringLiterals = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)/;
const plainNumber = /^\d+(\.\d+)?(ms|[smhdwy])?$/;

/**
 * Fills the `{name}` of a PromQL template. In a string literal a value is escaped, so that it can't leave it, and stands
 * for itself also in a regular expression; outside of one only numbers and durations are filled in. `undefined` where a
 * value is missing or not allowed in its place.
 */
export function fillQuery(template: string, values: Record<string, unknown>): string | undefined {
  const numbers = Object.fromEntries(Object.entries(values).filter(([, value]) => plainNumber.test(String(value))));
  const parts = template.split(stringLiterals).map((part, index, all) => {
    if (index % 2 === 0) return fillPlaceholders(part, numbers, String);
    const isPattern = /[=!]~\s*$/.test(all[index - 1]!);
    return fillPlaceholders(part, values, (value) =>
      literal(isPattern ? escapeRegExp(String(value)) : String(value), part[0]!),
    );
  });
  return parts.some((part) => part === undefined) ? undefined : parts.join('');
}

/** Inside a raw string (backquotes) nothing can be escaped, and only the backquote could end it. */
function literal(value: string, quote: string): string {
  if (quote === '`') return value.replaceAll('`', '');
  return JSON.stringify(value).slice(1, -1).replaceAll('\\"', '\\u0022').replaceAll("'", '\\u0027');
}
