/** What secrets of the systems that are written to look like; addresses lose their user and password. */
const secrets: [RegExp, string][] = [
  [/\blin_(?:api|oauth|wh)_\w+/g, '[redacted]'],
  [/\bxox[a-z](?:\.[a-z]+)?-[\w-]+/g, '[redacted]'],
  [/\b(?:gh[a-z]|github_pat)_\w+/g, '[redacted]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1[redacted]@'],
];

/** Text of an upstream error, fit to be logged and recorded. */
export function redactSecrets(text: string): string {
  return secrets.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
}

/** An error as the cause of a failure: its kind and its message with those below it, without secrets, stack or payload. */
export function redactedCause(error: unknown): Error {
  const cause = new Error(redactSecrets(messagesOf(error).join(': ')).slice(0, 1_000));
  cause.name = (error as Error | null)?.name ?? 'Error';
  cause.stack = undefined;
  return cause;
}

/** The message and those of its causes: fetch says only "fetch failed" and keeps the reason below. */
function messagesOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [String(error)];
  const { message, code, name, cause } = error as NodeJS.ErrnoException;
  const own = (message || code || name || 'unknown error').replace(/\.$/, '');
  return cause === undefined ? [own] : [own, ...messagesOf(cause)];
}
