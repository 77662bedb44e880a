/** The value below which a share of the samples lies (nearest rank), `NaN` without samples. */
export function percentile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export interface Spread {
  p50: number;
  p95: number;
  p99: number;
}

export function spreadOf(samples: number[]): Spread {
  return { p50: percentile(samples, 0.5), p95: percentile(samples, 0.95), p99: percentile(samples, 0.99) };
}
