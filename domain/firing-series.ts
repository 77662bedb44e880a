/** What Prometheus' `ALERTS` held at one moment, laid out so that ten thousand alerts are looked up quickly. */
export type FiringSeries = Map<string, { names: string[]; values: Set<string> }>;

const bookkeeping = ['__name__', 'alertstate'];

/** From the labels of every firing series. */
export function firingSeriesOf(series: Record<string, string>[]): FiringSeries {
  const index: FiringSeries = new Map();
  for (const labels of series) {
    if (!labels.alertname) continue;
    const names = Object.keys(labels).filter((name) => !bookkeeping.includes(name));
    const key = JSON.stringify(names.sort());
    const group = index.get(key) ?? { names, values: new Set() };
    group.values.add(valuesKey(names, labels));
    index.set(key, group);
  }
  return index;
}

/** External labels are added on the way to Alertmanager, so a series may have some labels less than the alert. */
export function holdsAlert(firing: FiringSeries, labels: Record<string, string>): boolean {
  return [...firing.values()].some(({ names, values }) => values.has(valuesKey(names, labels)));
}

const valuesKey = (names: string[], labels: Record<string, string>): string =>
  JSON.stringify(names.map((name) => (Object.hasOwn(labels, name) ? labels[name] : null)));
