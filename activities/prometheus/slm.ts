import type { SlmReading } from '../../domain/slm';
import type { Sample } from './answers';
import type { Prometheus } from './client';
import { quoteLabelValue } from './selector';

const defaultTimeoutMs = 2_000;

type Choice = 'lowest' | 'highest';

/**
 * The Service Level Management facts of the alert's `slo` label, asked in parallel. What is missing, no finite number
 * or late is `null`; `timeoutMs` (2 s) holds for all together. `null` where the alert has no SLO. Never throws.
 */
export async function readSlm(
  prometheus: Prometheus | undefined,
  labels: Record<string, string>,
  { timeoutMs = defaultTimeoutMs }: { timeoutMs?: number } = {},
): Promise<SlmReading | null> {
  const { slo, service } = labels;
  if (!slo) return null;
  const signal = AbortSignal.timeout(timeoutMs);
  const read = async (metric: string, choice: Choice): Promise<Worst> => {
    const series = (await prometheus?.query(`${metric}{slo=${quoteLabelValue(slo)}}`, signal).catch(() => [])) ?? [];
    return worstOf(
      series.filter((sample) => isOfService(sample, service)),
      choice,
    );
  };
  const [target, current, budget, burn] = await Promise.all([
    read('slo:target', 'highest'),
    read('sli:current', 'lowest'),
    read('slo:error_budget_remaining', 'lowest'),
    read('slo:error_budget_burn_rate', 'highest'),
  ]);
  return {
    slo,
    sli: current.sample?.labels.sli ?? null,
    target: target.sample?.value ?? null,
    current: current.sample?.value ?? null,
    errorBudgetRemaining: budget.sample?.value ?? null,
    burnRate: burn.sample?.value ?? null,
    seriesCount: Math.max(target.count, current.count, budget.count, burn.count),
  };
}

/** Series and alert must agree on the service where both name one. */
function isOfService({ labels }: Sample, service: string | undefined): boolean {
  return !labels.service || !service || labels.service === service;
}

interface Worst {
  sample: Sample | undefined;
  count: number;
}

function worstOf(series: Sample[], choice: Choice): Worst {
  const ascending = series.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.value - b.value);
  return { sample: choice === 'lowest' ? ascending[0] : ascending.at(-1), count: series.length };
}
