import { createHash } from 'node:crypto';

export interface Callback {
  /** Goes to the function and nowhere else. */
  url: string;
  /** Hex SHA-256 of the token, what agent-sre keeps of it. */
  hash: string;
}

const tokenBytes = 32;

/** A fresh address that a long function can post its end to. The fingerprint in the token leads the ingress to the incident. */
export function createCallback(
  publicUrl: string,
  fingerprint: string,
  randomBytes: (size: number) => Buffer,
): Callback {
  const token = `${fingerprint}.${randomBytes(tokenBytes).toString('base64url')}`;
  return {
    url: `${publicUrl.replace(/\/+$/, '')}/callbacks/${token}`,
    hash: createHash('sha256').update(token).digest('hex'),
  };
}
