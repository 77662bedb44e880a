/**
 * Names one outside effect for ever: the same incident, episode and step give the same key, whatever crashed or was
 * replayed between. Ids of issues, comments and attachments and the `Idempotency-Key` of calls derive from it.
 */
export function stepKey(fingerprint: string, episode: string, step: string): string {
  return `incident/${fingerprint}/${episode}/${step}`;
}
