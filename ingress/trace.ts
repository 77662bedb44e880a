import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';

/** One server span per request, below the sender's where it sent a `traceparent`. */
export function traced(): RequestHandler {
  const tracer = trace.getTracer('agent-sre-ingress');
  return (request, response, next) => {
    const parent = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(`HTTP ${request.method}`, { kind: SpanKind.SERVER }, parent);
    response.once('close', () => {
      const route = String(response.locals.route ?? 'none');
      span.updateName(`${request.method} ${route}`);
      span.setAttributes({
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': response.statusCode,
      });
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
}
