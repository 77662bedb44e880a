/** FNV-1a 64 is kept as two halves of 32 bits: its prime is 2^40 + 0x1b3, so no product leaves 53 bits. */
const offsetBasis = { high: 0xcbf29ce4, low: 0x84222325 };
const primeLow = 0x1b3;
const separator = 0xff;

/**
 * The fingerprint that Prometheus and Alertmanager give a label set: FNV-1a 64 over the labels sorted by name,
 * name and value each followed by byte 0xff, as 16 hex digits.
 * Source: prometheus/common `model/signature.go`, `labelSetToFingerprint`.
 */
export function fingerprintOf(labels: Record<string, string>): string {
  const encoder = new TextEncoder();
  let { high, low } = offsetBasis;
  const add = (byte: number): void => {
    low = (low ^ byte) >>> 0;
    const product = low * primeLow;
    high = (high * primeLow + low * 256 + Math.floor(product / 2 ** 32)) % 2 ** 32;
    low = product % 2 ** 32;
  };
  for (const name of Object.keys(labels).sort(byCodePoint)) {
    encoder.encode(name).forEach(add);
    add(separator);
    encoder.encode(labels[name]).forEach(add);
    add(separator);
  }
  return hex(high) + hex(low);
}

const hex = (half: number): string => half.toString(16).padStart(8, '0');

/** Go sorts strings by their UTF-8 bytes, which is code point order; JavaScript's default is by UTF-16 unit. */
function byCodePoint(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
