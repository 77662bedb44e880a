/**
 * Fills each `{name}` of a template with `escape(values[name])`. `undefined` where a value is missing or is no
 * string, number or boolean, so that half a template is never used.
 */
export function fillPlaceholders(
  template: string,
  values: Record<string, unknown>,
  escape: (value: string | number | boolean) => string,
): string | undefined {
  let complete = true;
  const filled = template.replace(/\{([A-Za-z_]\w*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return escape(value);
    complete = false;
    return '';
  });
  return complete ? filled : undefined;
}
