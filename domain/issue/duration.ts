const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1_000 },
] as const;

/** A duration in its two largest units, rounded to seconds: "2 hours 5 minutes". */
export function durationInWords(ms: number): string {
  if (ms <= 0) return '0 seconds';
  if (ms < 1_000) return 'less than a second';
  const rounded = Math.round(ms / 1_000) * 1_000;
  const largest = units.findIndex((unit) => rounded >= unit.ms);
  let rest = rounded;
  const words = units.slice(largest, largest + 2).map(({ name, ms: size }) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count} ${name}${count === 1 ? '' : 's'}`;
  });
  return words.filter(Boolean).join(' ');
}
