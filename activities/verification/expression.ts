import type { Comparison } from '../../domain/remediation';
import type { Sample } from '../prometheus/answers';
import type { Prometheus } from '../prometheus/client';
import type { Expression, OutermostComparison } from '../prometheus/promql';
import { parseExpression } from '../prometheus/promql';
import { narrowed } from '../prometheus/selector';
import type { FiringExpression } from './alert-rule';
import { belongsTo, firingExpression } from './alert-rule';
import type { Source } from './freshness';
import { staleness } from './freshness';
import { compare, formatMeasured, formatQuantity, opposite } from './quantity';
import type { PreparedCheck, Reading, Subject } from './reading';
import { neverAvailable, notYetAvailable } from './reading';

type Labels = Record<string, string>;

/**
 * The alert's own expression no longer holds for its labels. Passed only with a measured value (where the expression
 * compares one), from samples newer than the execution.
 */
export function prepareExpressionCheck(subject: Subject): PreparedCheck {
  const { prometheus, alert } = subject;
  let question: Question | undefined;
  return {
    name: 'Alert expression',
    expected: 'no longer holds',
    async read(signal) {
      if (!prometheus) return neverAvailable('No Prometheus is configured. Set PROMETHEUS_URL.');
      const firing = question ?? (await firingExpression(prometheus, alert, signal));
      if (!firing)
        return neverAvailable('Prometheus has no rule of this alert, and the alert has no link with g0.expr.');
      question ??= takeApart(firing);
      if (!question) return neverAvailable('The expression of the alert could not be parsed.');
      const reading = await ask(prometheus, question, subject, signal);
      return { ...reading, expected: expectation(question.parsed.comparison) };
    },
  };
}

interface Question extends FiringExpression {
  parsed: Expression;
}

function takeApart(firing: FiringExpression): Question | undefined {
  const parsed = parseExpression(firing.expression);
  return parsed && { ...firing, parsed };
}

async function ask(
  prometheus: Prometheus,
  question: Question,
  subject: Subject,
  signal: AbortSignal,
): Promise<Reading> {
  const { labels } = subject.alert;
  const stale = await staleness(prometheus, sourcesOf(question, labels), subject.notBefore, signal);
  if (stale) return stale;
  const { expression, ownLabels, parsed } = question;
  const holdsByItself = async (): Promise<boolean> =>
    (await prometheus.query(expression, signal)).some((series) => belongsTo(series.labels, labels, ownLabels));
  if (!parsed.comparison) {
    return (await holdsByItself())
      ? { status: 'failed', measured: 'still holds' }
      : { status: 'passed', measured: 'no longer holds' };
  }
  const { value, op } = parsed.comparison;
  const limit = limitOf(parsed.comparison);
  const values = (await prometheus.query(value, signal))
    .filter((series) => isValueOf(series, labels, question))
    .map((series) => series.value);
  // Against a number the comparison is made here, so that value and outcome are of one moment.
  const stillHolds = Number.isNaN(limit) ? await holdsByItself() : values.some((found) => compare(found, op, limit));
  return judge(values, stillHolds, op, limit);
}

function judge(values: number[], stillHolds: boolean, op: Comparison, limit: number): Reading {
  if (values.length === 0) {
    return stillHolds
      ? { status: 'failed', measured: 'still holds' }
      : notYetAvailable('Prometheus has no value for the labels of the alert.');
  }
  const worst = op === '<' || op === '<=' ? Math.min(...values) : Math.max(...values);
  if (!stillHolds && !Number.isFinite(worst)) return notYetAvailable(`The value is ${formatQuantity(worst)}.`);
  const measured = Number.isNaN(limit) ? formatQuantity(worst) : formatMeasured(worst, op, limit);
  return { status: stillHolds ? 'failed' : 'passed', measured };
}

/** The newest samples decide; only an expression that reads nothing but the past is judged by its shifted ones. */
function sourcesOf({ parsed: { selectors }, ownLabels }: Question, labels: Labels): Source[] {
  const seriesLabels = Object.entries(labels).filter(([name]) => name !== 'alertname' && !ownLabels.includes(name));
  const newest = selectors.filter(({ shift }) => shift === '');
  return (newest.length > 0 ? newest : selectors).map((selector) => ({
    selector: `${narrowed(selector, Object.fromEntries(seriesLabels))} ${selector.shift}`.trim(),
    leading: selector.leading,
  }));
}

/** Where the comparison matches on some labels only, its value may carry labels that the alert lacks. */
function isValueOf(series: Sample, labels: Labels, { ownLabels, parsed }: Question): boolean {
  if (!parsed.comparison?.matchesSomeLabels) return belongsTo(series.labels, labels, ownLabels);
  const shared = Object.entries(series.labels).filter(([name]) => Object.hasOwn(labels, name));
  return belongsTo(Object.fromEntries(shared), labels, ownLabels);
}

/** `NaN` where the limit is no plain number. */
const limitOf = ({ limit }: OutermostComparison): number => Number(limit.replace(/^[\s(]+|[\s)]+$/g, ''));

/** What the value has to be for the alert's expression not to hold. */
function expectation(comparison: OutermostComparison | null): string {
  if (!comparison) return 'no longer holds';
  const limit = limitOf(comparison);
  const wanted: Comparison = opposite[comparison.op];
  return `${wanted} ${Number.isNaN(limit) ? shortened(comparison.limit) : formatQuantity(limit)}`;
}

const shownLimitLength = 60;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > shownLimitLength ? `${line.slice(0, shownLimitLength - 1)}…` : line;
}
