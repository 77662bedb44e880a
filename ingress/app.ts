import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { alertRoute } from './alert-route';
import { readAlertmanagerGroup } from './alertmanager';
import { alertmanagerLimit, bodyLimit, demandJson, parseJson } from './body';
import { callbackRoute } from './callbacks';
import { readCloudEvents } from './cloudevents';
import type { IngressDeps } from './deps';
import { githubRoute } from './github';
import { handshakeRoute } from './handshake';
import { linearRoute } from './linear';
import { measured } from './measure';
import { notFound, Problem } from './problem';
import { createReconcilerTrigger } from './reconcile';
import { slackRoute } from './slack';
import { traced } from './trace';

/** The routes of the ingress. A source without a configured secret does not exist. */
export function createApp(deps: IngressDeps): Express {
  const { config, metrics } = deps;
  const events = cloudEventsRoute(deps);
  const app = express().disable('x-powered-by').disable('etag');
  app.use(measured(metrics), traced());

  route(app, '/webhooks/alertmanager', { post: alertmanagerRoute(deps) });
  route(app, '/events', { post: events, options: handshakeRoute(config.tokens) });
  route(app, '/', { post: events });
  if (config.slackSigningSecret) route(app, '/webhooks/slack', { post: slackRoute(config.slackSigningSecret, deps) });
  if (config.linearWebhookSecret)
    route(app, '/webhooks/linear', { post: linearRoute(config.linearWebhookSecret, deps) });
  if (config.githubWebhookSecret) route(app, '/webhooks/github', { post: githubRoute(config.githubWebhookSecret) });
  route(app, '/callbacks/:token', { post: callbackRoute(deps) as RequestHandler });
  route(app, '/healthz', { get: (_, response) => void response.json({ status: 'ok' }) });
  route(app, '/readyz', { get: readyRoute(deps) });
  route(app, '/metrics', { get: metricsRoute(deps) });

  app.use(() => {
    throw notFound('There is nothing at this address.');
  });
  app.use(answerProblem(deps));
  return app;
}

function alertmanagerRoute(deps: IngressDeps): RequestHandler {
  const onMissing = createReconcilerTrigger(deps);
  const source = {
    name: 'alertmanager',
    limit: alertmanagerLimit,
    demandHeaders: ({ 'content-type': type }: { 'content-type'?: string }) => demandJson(type),
    read(_: unknown, body: Buffer, now: Date) {
      const group = readAlertmanagerGroup(parseJson(body), now);
      if (group.truncated > 0) {
        deps.metrics.truncated.inc({ source: 'alertmanager' }, group.truncated);
        onMissing();
      }
      return group;
    },
    onMissing,
  } as const;
  return alertRoute(source, deps);
}

function cloudEventsRoute(deps: IngressDeps): RequestHandler {
  const prefix = deps.config.cloudEventsTypePrefix;
  return alertRoute(
    {
      name: 'cloudevents',
      limit: bodyLimit,
      read: (headers, body, now) => readCloudEvents(headers, body, prefix, now),
    },
    deps,
  );
}

function readyRoute({ readiness }: IngressDeps): RequestHandler {
  return async (_, response) => {
    const reasons = await readiness();
    if (reasons.length === 0) response.json({ status: 'ready' });
    else response.status(503).json({ status: 'not ready', reasons });
  };
}

function metricsRoute({ metrics: { registry } }: IngressDeps): RequestHandler {
  return async (_, response) => {
    response.setHeader('content-type', registry.contentType).end(await registry.metrics());
  };
}

type Method = 'get' | 'post' | 'options';

/** The handlers of one path; another method is answered with those that there are. */
function route(app: Express, path: string, handlers: Partial<Record<Method, RequestHandler>>): void {
  const methods = Object.keys(handlers) as Method[];
  const allow = methods.map((method) => method.toUpperCase()).join(', ');
  for (const method of methods) {
    app[method](
      path,
      (_, response, next) => {
        response.locals.route = path;
        next();
      },
      handlers[method]!,
    );
  }
  app.all(path, (_, response) => {
    response.locals.route = path;
    const detail = `Only ${allow} is possible here.`;
    throw new Problem({ reason: 'method', status: 405, title: 'Method not allowed', detail, headers: { allow } });
  });
}

/** Turns whatever a handler threw into problem+json; what nobody foresaw is logged and tells the sender nothing. */
function answerProblem({ metrics, log }: IngressDeps): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const problem = error instanceof Problem ? error : unforeseen(error);
    const { reason, status, more } = problem.details;
    const source = String(response.locals.source ?? response.locals.route ?? 'unknown');
    if (!more || !('rejected' in more)) metrics.rejected.inc({ source, reason });
    if (reason === 'too-large') metrics.oversized.inc({ source });
    const level = status >= 500 ? 'error' : 'warn';
    log[level]({ source, status, reason, ...(status >= 500 && { err: problem.cause }) }, 'request refused');
    if (response.headersSent) response.destroy();
    else problem.send(response);
  };
}

/** Express itself throws for addresses that it can't decode. */
function unforeseen(error: unknown): Problem {
  const status = error instanceof Error && 'status' in error && error.status === 400 ? 400 : 500;
  const problem =
    status === 400
      ? new Problem({ reason: 'malformed', status, title: 'Malformed request', detail: 'The address is malformed.' })
      : new Problem({
          reason: 'internal',
          status,
          title: 'Internal error',
          detail: 'The log of the ingress says more.',
        });
  problem.cause = error;
  return problem;
}
