import type { Check, Comparison } from '../../domain/remediation';
import { parseExpression } from '../prometheus/promql';
import { fillQuery } from './query-template';
import { staleness } from './freshness';
import { compare, formatMeasured, formatQuantity } from './quantity';
import type { PreparedCheck, Reading, Subject } from './reading';
import { neverAvailable, notYetAvailable, placeholderValues } from './reading';

type PromqlCheck = Extract<Check, { kind: 'promql' }>;

/** A query of the catalogue, compared with a limit. Of several series the worst counts. */
export function preparePromqlCheck(check: PromqlCheck, subject: Subject): PreparedCheck {
  const query = fillQuery(check.query, placeholderValues(subject));
  return {
    name: check.name,
    expected: `${check.op} ${formatQuantity(check.value, check.unit)}`,
    async read(signal) {
      const { prometheus, notBefore } = subject;
      if (!prometheus) return neverAvailable('No Prometheus is configured. Set PROMETHEUS_URL.');
      if (query === undefined) return neverAvailable('A placeholder of the query has no value that fits it.');
      const parsed = parseExpression(query);
      if (!parsed) return neverAvailable('The query of the catalogue is not valid PromQL.');
      const newest = parsed.selectors.filter(({ shift }) => shift === '');
      const sources = (newest.length > 0 ? newest : parsed.selectors).map(({ text, shift, leading }) => ({
        selector: `${text} ${shift}`.trim(),
        leading,
      }));
      const stale = await staleness(prometheus, sources, notBefore, signal);
      if (stale) return stale;
      const series = await prometheus.query(query, signal);
      return judge(
        series.map(({ value }) => value),
        check,
      );
    },
  };
}

function judge(values: number[], { op, value: limit, unit }: PromqlCheck): Reading {
  if (values.length === 0) return notYetAvailable('The query answered no series.');
  const worst = worstOf(values, op, limit);
  const measured = formatMeasured(worst, op, limit, unit);
  if (!Number.isNaN(worst) && !compare(worst, op, limit)) return { status: 'failed', measured };
  if (!values.every(Number.isFinite))
    return notYetAvailable(`The query answered ${formatQuantity(values.find((value) => !Number.isFinite(value))!)}.`);
  return { status: 'passed', measured };
}

/** The value that is farthest from what is asked for; `NaN` only where nothing else was answered. */
function worstOf(values: number[], op: Comparison, limit: number): number {
  const numbers = values.filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return NaN;
  const badness: Record<Comparison, (value: number) => number> = {
    '<': (value) => value,
    '<=': (value) => value,
    '>': (value) => -value,
    '>=': (value) => -value,
    '==': (value) => Math.abs(value - limit),
    '!=': (value) => -Math.abs(value - limit),
  };
  return numbers.reduce((worst, value) => (badness[op](value) > badness[op](worst) ? value : worst));
}
