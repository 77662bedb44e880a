import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { scanJson } from './json-scan';
import { malformed, Problem, unsupportedMediaType } from './problem';

const kibibyte = 1024;

/** Largest body in bytes, counted after inflating. A group of a thousand alerts is about one MiB. */
export const alertmanagerLimit = 32 * kibibyte * kibibyte;
export const bodyLimit = 256 * kibibyte;

/** The raw bytes of the body, inflated; signatures are checked on these. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = inflated(request);
    const chunks: Buffer[] = [];
    let size = 0;
    /** What is still to come is read and dropped: a sender that is cut off never sees the answer. */
    const fail = (problem: Problem): void => {
      if (body !== request) {
        request.unpipe();
        body.destroy();
      }
      body.removeAllListeners('data');
      request.resume();
      reject(problem);
    };
    if (Number(request.headers['content-length']) > limit) return fail(tooLarge(limit));
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) fail(tooLarge(limit));
      else chunks.push(chunk);
    });
    body.once('end', () => resolve(Buffer.concat(chunks, size)));
    body.once('error', () =>
      fail(malformed('The body ended early or does not have the encoding that Content-Encoding names.')),
    );
    request.once(
      'close',
      () => request.complete || fail(malformed('The connection was closed before the body was complete.')),
    );
  });
}

function inflated(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return request;
  if (encoding === 'gzip' || encoding === 'x-gzip') return request.pipe(createGunzip());
  if (encoding === 'deflate') return request.pipe(createInflate());
  throw unsupportedMediaType('The content encoding is not known; send gzip, deflate or none.');
}

function tooLarge(limit: number): Problem {
  return new Problem({
    reason: 'too-large',
    status: 413,
    title: 'Body too large',
    detail: `The body is larger than ${limit} bytes; send less at once (Alertmanager: set max_alerts).`,
    more: { limit },
  });
}

export interface JsonBody {
  value: unknown;
  /** JSON pointers of keys that stand twice in one object. */
  duplicates: string[];
}

/** Parses the bytes of a JSON body after looking at them: strict UTF-8, bounded depth. */
export function parseJson(bytes: Buffer): JsonBody {
  const { tooDeep, duplicates } = scanJson(bytes);
  if (tooDeep) throw malformed('The JSON is nested deeper than 32 levels.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
  try {
    return { value: JSON.parse(text), duplicates };
  } catch {
    throw malformed('The body is not valid JSON.');
  }
}

/** As `parseJson` for bodies in which a doubled key has no meaning that anyone could guess. */
export function parseUniqueJson(bytes: Buffer): unknown {
  const { value, duplicates } = parseJson(bytes);
  if (duplicates.length > 0) throw malformed('A key stands twice in one object.', { pointer: duplicates[0] });
  return value;
}

/** The media type in lower case without parameters. Text that is not UTF-8 is refused. */
export function mediaType(contentType: string | undefined): string {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw unsupportedMediaType('The charset is not UTF-8; send JSON as UTF-8.');
  }
  return type.trim();
}

export const isJson = (type: string): boolean =>
  type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type);

export function demandJson(contentType: string | undefined): void {
  if (!isJson(mediaType(contentType)))
    throw unsupportedMediaType('The content type is not JSON; send application/json.');
}
