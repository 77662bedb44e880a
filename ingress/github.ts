import type { RequestHandler } from 'express';
import { bodyLimit, demandJson, parseUniqueJson, readBody } from './body';
import { demandSignature } from './signed-source';
import { isSignedByGitHub } from './signature';

/** Signed events of pull requests and checks. No incident waits for one in this version, so each is answered and forgotten. */
export function githubRoute(secret: string): RequestHandler {
  return async (request, response) => {
    const body = await readBody(request, bodyLimit);
    demandSignature(isSignedByGitHub(secret, body, request.get('x-hub-signature-256')), 'GitHub');
    demandJson(request.headers['content-type']);
    parseUniqueJson(body);
    response.status(202).json({ accepted: [], ignored: 'no incident waits for an event of GitHub' });
  };
}
