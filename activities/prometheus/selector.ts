/** A vector selector as written, with the time shift (`offset 5m`, `@ 17`) that applies to it. */
export interface Selector {
  text: string;
  /** Where its `{` stands in `text`; `null` for a bare metric name. */
  brace: number | null;
  /** Empty where it reads the newest sample. */
  shift: string;
  /** False on the right side of an outermost `and` or `unless`, which only takes series away. */
  leading: boolean;
}

/** A PromQL string literal that means exactly this value. JSON's escapes are a subset of PromQL's. */
export const quoteLabelValue = (value: string): string => JSON.stringify(value);

/** The selector restricted to series that carry these label values, or lack the label. */
export function narrowed({ text, brace }: Pick<Selector, 'text' | 'brace'>, labels: Record<string, string>): string {
  const matchers = Object.entries(labels)
    .filter(([name]) => /^[a-zA-Z_]\w*$/.test(name))
    .map(([name, value]) => `${name}=~${quoteLabelValue(`${escapeRegExp(value)}|`)},`);
  if (matchers.length === 0) return text;
  if (brace === null) return `${text}{${matchers.join('')}}`;
  return `${text.slice(0, brace + 1)}${matchers.join('')}${text.slice(brace + 1)}`;
}

export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
