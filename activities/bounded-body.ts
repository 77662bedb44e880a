export interface BoundedBody {
  text: string;
  /** True where the body was longer than asked for; the rest was not read. */
  truncated: boolean;
}

/** Reads a response body as UTF-8 text, at most `maxBytes` of it (after decompression), and drops the connection beyond. */
export async function readBoundedBody(response: Response, maxBytes: number): Promise<BoundedBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
    if (size > maxBytes) return { text: decode(chunks), truncated: true };
  }
  return { text: decode(chunks), truncated: false };
}

const decode = (chunks: Uint8Array[]): string => Buffer.concat(chunks).toString('utf8');
