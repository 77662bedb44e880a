import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics } from 'prom-client';
import { ConfigError } from '../config/mistakes';
import type { IngressConfig } from '../config/types';
import { connectLazily } from '../gateway/connection';
import { createTemporalGateway } from '../gateway/temporal-gateway';
import type { Log } from '../telemetry/log';
import { startTracing } from '../telemetry/tracing';
import { createApp } from './app';
import { createReadiness } from '../gateway/readiness';
import { prepareNamespace } from '../gateway/search-attributes';
import { createIngressMetrics } from './metrics';

export interface RunningIngress {
  port: number;
  /** Not ready from now on, then ends when every request is answered. */
  close(): Promise<void>;
}

/** Lets 32 MiB arrive over a link of 9 Mbit/s; whoever is slower is cut off. */
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 5_000;
const drainTimeoutMs = 10_000;

/** Starts without Temporal too: it is connected to with the first event and again after every loss. */
export async function startIngress(config: IngressConfig, log: Log): Promise<RunningIngress> {
  const { temporal } = config;
  const tracing = await startTracing({ service: 'agent-sre-ingress', otlpEndpoint: config.otlpEndpoint });
  const connection = connectLazily(temporal);
  const readiness = createReadiness(connection, temporal.namespace);
  const closing = new AbortController();
  const metrics = createIngressMetrics();
  collectDefaultMetrics({ register: metrics.registry });
  const clientOptions = { interceptors: { workflow: tracing.clientInterceptors } };
  const gateway = createTemporalGateway({ connection, ...temporal, clientOptions });
  const app = createApp({
    config,
    gateway,
    readiness: () => readiness.mistakes(),
    metrics,
    log,
    clock: () => new Date(),
    sleep,
  });

  const server = createServer(
    { headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs, connectionsCheckingInterval: 1_000 },
    app,
  );
  const port = await listen(server, config);
  void prepareNamespace(connection, temporal.namespace, log, closing.signal);
  log.info({ host: config.host, port, temporal: temporal.address, namespace: temporal.namespace }, 'ingress listening');
  if (config.tokens.length === 0) {
    log.warn(
      { host: config.host },
      'no INGRESS_TOKENS: listening on loopback only, and whoever is on this machine may send alerts',
    );
  }

  return {
    port,
    async close() {
      readiness.drain();
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await Promise.race([closed, sleep(drainTimeoutMs, undefined, { ref: false })]);
      server.closeAllConnections();
      await Promise.allSettled([connection.close(), tracing.shutdown()]);
    },
  };
}

async function listen(server: Server, { host, port }: Pick<IngressConfig, 'host' | 'port'>): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hint = error.code === 'EADDRINUSE' ? 'the port is in use; set INGRESS_PORT to another' : error.message;
      reject(new ConfigError([`INGRESS_PORT: can't listen on ${host}:${port}: ${hint}`]));
    });
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
