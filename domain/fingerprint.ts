const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
const mask = 0xffffffffffffffffn;
const separator = 0xff;

/**
 * The fingerprint that Prometheus and Alertmanager give a label set: FNV-1a 64 over the labels sorted by name,
 * name and value each followed by byte 0xff, as 16 hex digits.
 * Source: prometheus/common `model/signature.go`, `labelSetToFingerprint`.
 */
export function fingerprintOf(labels: Record<string, string>): string {
  const encoder = new TextEncoder();
  let hash = offsetBasis;
  const add = (text: string): void => {
    for (const byte of encoder.encode(text)) hash = ((hash ^ BigInt(byte)) * prime) & mask;
    hash = ((hash ^ BigInt(separator)) * prime) & mask;
  };
  for (const name of Object.keys(labels).sort(byCodePoint)) {
    add(name);
    add(labels[name]!);
  }
  return hash.toString(16).padStart(16, '0');
}

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
