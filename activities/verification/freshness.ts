import type { Prometheus } from '../prometheus/client';
import type { Reading } from './reading';
import { neverAvailable, notYetAvailable } from './reading';

/** Something that a query reads: a vector selector. */
export interface Source {
  selector: string;
  /** Whether the query has a result only where this one has samples. */
  leading: boolean;
}

/**
 * Why nothing can be said yet about the time after `notBefore`; `undefined` where the query's every sample is newer and
 * one of its leading sources has some. Recording rules count by the time of their own samples.
 */
export async function staleness(
  prometheus: Prometheus,
  sources: Source[],
  notBefore: number,
  signal: AbortSignal,
): Promise<Reading | undefined> {
  if (sources.length === 0) return neverAvailable('The query reads no metric, so nothing says when it was measured.');
  const oldest = await Promise.all(
    sources.map(async ({ selector, leading }) => {
      const [sample] = await prometheus.query(`min(timestamp(${selector}))`, signal);
      return { leading, at: sample && Math.round(sample.value * 1_000) };
    }),
  );
  if (oldest.some(({ at }) => at !== undefined && at <= notBefore)) {
    return notYetAvailable('Prometheus has no sample from after the remediation yet.');
  }
  const measured = oldest.some(({ leading, at }) => leading && at !== undefined);
  return measured ? undefined : notYetAvailable('Prometheus has no samples for these labels any more.');
}
