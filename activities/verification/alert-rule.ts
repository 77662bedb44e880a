import type { AlertingRule } from '../prometheus/answers';
import type { Prometheus } from '../prometheus/client';
import { PrometheusRefused } from '../prometheus/errors';
import type { Subject } from './reading';

type Labels = Record<string, string>;

/** What fired an alert. */
export interface FiringExpression {
  expression: string;
  /** Names of labels that the rule itself sets, which say nothing about the series. */
  ownLabels: string[];
}

/** The rules that can have fired this alert: their name is its name and the labels that they set are its labels. */
export async function rulesOf(
  prometheus: Prometheus,
  { labels }: Subject['alert'],
  signal: AbortSignal,
): Promise<AlertingRule[]> {
  const rules = labels.alertname ? await prometheus.alertingRules(labels.alertname, signal) : [];
  return rules.filter((rule) =>
    Object.entries(rule.labels).every(([name, value]) => isTemplate(value) || labels[name] === value),
  );
}

/**
 * The expression of the alert's rule, else the one in the link that the alert came with (`g0.expr`), which is read but
 * never followed. Where several rules could have fired it, the link decides. `undefined` where nothing tells.
 */
export async function firingExpression(
  prometheus: Prometheus,
  alert: Subject['alert'],
  signal: AbortSignal,
): Promise<FiringExpression | undefined> {
  const rules = await rulesOf(prometheus, alert, signal).catch(noRulesServed);
  const linked = linkedExpression(alert.generatorURL);
  const distinct = new Set(rules.map(({ query }) => query));
  const rule = distinct.size === 1 ? rules[0] : rules.find(({ query }) => query === linked);
  if (rule) return { expression: rule.query, ownLabels: Object.keys(rule.labels) };
  return linked === undefined ? undefined : { expression: linked, ownLabels: [] };
}

/** Whether every label of a series is the alert's, but for the metric's name and the rule's own labels. */
export function belongsTo(series: Labels, alert: Labels, ownLabels: string[]): boolean {
  return Object.entries(series).every(
    ([name, value]) => name === '__name__' || ownLabels.includes(name) || alert[name] === value,
  );
}

/** Not everything that answers queries serves rules too. */
function noRulesServed(error: unknown): AlertingRule[] {
  if (error instanceof PrometheusRefused) return [];
  throw error;
}

const isTemplate = (value: string): boolean => value.includes('{{');

function linkedExpression(generatorURL: string | undefined): string | undefined {
  if (generatorURL === undefined || !URL.canParse(generatorURL)) return undefined;
  return new URL(generatorURL).searchParams.get('g0.expr') || undefined;
}
