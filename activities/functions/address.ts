const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Where a function is called; `undefined` where its name is no DNS label, so that no name can choose another host or path. */
export function functionAddress(template: string, name: string): URL | undefined {
  return dnsLabel.test(name) ? new URL(template.replaceAll('{function}', name)) : undefined;
}

/** The status address that a function answered with; `undefined` where it is not on the function's own origin. */
export function statusAddress(location: string, calledAt: URL): URL | undefined {
  if (!URL.canParse(location, calledAt.href)) return undefined;
  const address = new URL(location, calledAt);
  return address.origin === calledAt.origin && address.username === '' && address.password === '' ? address : undefined;
}
