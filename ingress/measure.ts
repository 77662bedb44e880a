import type { RequestHandler } from 'express';
import type { IngressMetrics } from './metrics';

/** Observes every request under the pattern of its route, never under its address, which can hold a token. */
export function measured({ duration }: IngressMetrics): RequestHandler {
  return (request, response, next) => {
    const end = duration.startTimer();
    response.once('close', () => {
      const route = String(response.locals.route ?? 'none');
      end({ route, method: route === 'none' ? 'other' : request.method, status: response.statusCode });
    });
    next();
  };
}
