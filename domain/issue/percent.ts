/**
 * A fraction as a percentage with up to two decimals. What would be written as 0 is `<0.01%`, what would round to 100
 * without being it `>99.99%`, and what was not measured is "unknown".
 */
export function formatPercent(fraction: number | null): string {
  if (fraction === null || !Number.isFinite(fraction)) return 'unknown';
  const percentage = Number((fraction * 100).toPrecision(12));
  if (percentage >= 0 && percentage < 0.01) return '<0.01%';
  if (percentage < 0 && percentage > -0.01) return '>-0.01%';
  if (percentage > 99.99 && fraction < 1) return '>99.99%';
  return `${Number(percentage.toFixed(2))}%`;
}
