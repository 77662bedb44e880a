import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { plainText } from '../domain/issue/plain-text';
import { cutText } from '../domain/trim';
import { bodyLimit, demandJson, parseUniqueJson, readBody } from './body';
import { durably } from './delivery';
import type { IngressDeps } from './deps';
import { impossible, notFound } from './problem';

/** The incident's fingerprint, then 256 random bits in base64url. Only their hash is recorded. */
const tokenPattern = /^([0-9a-f]{16})\.[A-Za-z0-9_-]{43}$/;
const messageLimit = 2_000;

const endSchema = z.object({
  status: z.enum(['succeeded', 'failed', 'running'], { error: 'status is not succeeded, failed or running' }),
  message: z.string('message is not a text').optional(),
});

/** The end of a long function call. Whether the token is the awaited one, only the incident can say. */
export function callbackRoute({ gateway, log }: IngressDeps): RequestHandler<{ token: string }> {
  return async (request, response) => {
    const { token } = request.params;
    const fingerprint = tokenPattern.exec(token)?.[1];
    if (fingerprint === undefined) throw unknownToken();
    demandJson(request.headers['content-type']);
    const parsed = endSchema.safeParse(parseUniqueJson(await readBody(request, bodyLimit)));
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw impossible(`${issue.message}.`, { pointer: issue.path.map((part) => `/${String(part)}`).join('') });
    }
    const { status, message } = parsed.data;
    const tokenHash = createHash('sha256').update(token).digest('hex');
    const ended = {
      tokenHash,
      status,
      ...(message !== undefined && { message: cutText(plainText(message), messageLimit) }),
    };
    const told = await durably(gateway.functionEnded(fingerprint, ended));
    log.info({ fingerprint, status, told }, 'function callback');
    if (told === 'ignored') throw unknownToken();
    response.status(202).json({ fingerprint, status });
  };
}

const unknownToken = () => notFound('No function call waits under this address; it ended or was never offered.');
