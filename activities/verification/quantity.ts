import type { Comparison } from '../../domain/remediation';

const holds: Record<Comparison, (left: number, right: number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

export const opposite: Record<Comparison, Comparison> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

export const compare = (left: number, op: Comparison, right: number): boolean => holds[op](left, right);

/** At most two decimals, two significant digits where it is tiny; `45%`, `120 ms`. */
export function formatQuantity(value: number, unit = '', decimals = 2): string {
  return `${formatNumber(value, decimals)}${/^[a-z]/i.test(unit) ? ` ${unit}` : unit}`;
}

/** As short as `formatQuantity`, but with as many decimals as it takes not to show a value on the wrong side of its limit. */
export function formatMeasured(value: number, op: Comparison, limit: number, unit?: string): string {
  if (!Number.isFinite(value)) return formatQuantity(value, unit);
  const outcome = compare(value, op, limit);
  const decimals = [2, 4, 8].find((count) => compare(Number(formatNumber(value, count)), op, limit) === outcome);
  return decimals === undefined ? `${value}${unit ?? ''}` : formatQuantity(value, unit, decimals);
}

function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', 'Inf');
  if (value !== 0 && Math.abs(value) < 10 ** -decimals) return String(Number(value.toPrecision(2)));
  return String(Number(value.toFixed(decimals)));
}
