export interface UpstreamAddress {
  /** Origin and path, without a slash at the end. */
  base: string;
  /** Host and port, for messages; never the credentials. */
  shown: string;
  headers: Record<string, string>;
}

/** fetch refuses addresses that hold credentials, so they become a header. */
export function upstreamAddress(url: string): UpstreamAddress {
  const { origin, pathname, username, password, host } = new URL(url);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    base: `${origin}${pathname.replace(/\/+$/, '')}`,
    shown: host,
    headers: username ? { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } : {},
  };
}
