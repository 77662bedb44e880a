import { createHash } from 'node:crypto';

/**
 * The id that something gets in Linear, for ever the same for a key: the first 128 bits of its SHA-256 in the shape of
 * a version 4 UUID, which is the only one that Linear documents for ids of clients.
 */
export function linearId(kind: 'issue' | 'comment' | 'attachment' | 'label', key: string): string {
  const hex = createHash('sha256').update(`${kind}:${key}`).digest('hex');
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
