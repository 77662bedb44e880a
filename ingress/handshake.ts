import type { RequestHandler } from 'express';
import type { IngressToken } from '../config/types';
import { authenticate, demandSource } from './authentication';
import { malformed } from './problem';

/**
 * The CloudEvents webhook handshake (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection).
 * Consent is given only to a request that could deliver too: with a token, where tokens are configured. Consent is
 * never given later by calling `WebHook-Request-Callback`.
 */
export function handshakeRoute(tokens: readonly IngressToken[]): RequestHandler {
  return (request, response) => {
    demandSource(authenticate(request.headers.authorization, tokens), 'cloudevents');
    const origin = request.headers['webhook-request-origin'];
    if (typeof origin !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(origin)) {
      throw malformed('Name the sending system in the header WebHook-Request-Origin.');
    }
    const rate = request.headers['webhook-request-rate'];
    response.setHeader('allow', 'POST, OPTIONS').setHeader('webhook-allowed-origin', origin);
    if (rate !== undefined) response.setHeader('webhook-allowed-rate', '*');
    response.status(200).end();
  };
}
