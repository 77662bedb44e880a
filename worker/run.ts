import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import type { TemporalConfig, WorkerConfig } from '../config/types';
import { connectLazily, tlsOptions } from '../gateway/connection';
import { createReadiness } from '../gateway/readiness';
import { prepareNamespace } from '../gateway/search-attributes';
import { createTemporalGateway } from '../gateway/temporal-gateway';
import type { Log } from '../telemetry/log';
import { startTracing } from '../telemetry/tracing';
import { createActivities } from './activities';
import { openHealthPort } from './health';
import { createIncidentDirectory, lastEpisodeReader, recentRunsReader } from './incident-directory';
import { runtimeLogger } from './runtime-logger';
import { ensureReconcilers } from './schedules';
import { createWorkers } from './workers';

const connectPauseMs = 1_000;

export interface RunningWorker {
  /** Ends when every worker has stopped; rejects where one failed. */
  finished: Promise<void>;
  /** Takes no more work and lets what runs end. */
  stop(): void;
}

/** Starts as soon as Temporal answers; nothing else has to. */
export async function runWorker(config: WorkerConfig, log: Log): Promise<RunningWorker> {
  const { temporal } = config;
  Runtime.install({ logger: runtimeLogger(log), shutdownSignals: [] });
  const tracing = await startTracing({ service: 'agent-sre-worker', otlpEndpoint: config.otlpEndpoint });
  const connection = connectLazily(temporal);
  const readiness = createReadiness(connection, temporal.namespace);
  let running = false;
  const mistakes = async (): Promise<string[]> =>
    running ? readiness.mistakes() : ['The worker has not started its work yet.'];
  const health = config.port === undefined ? undefined : await openHealthPort(config.port, mistakes);

  const native = await connectPatiently(temporal, log);
  await prepareNamespace(connection, temporal.namespace, log);
  const client = new Client({ connection, namespace: temporal.namespace });
  const clientOptions = { interceptors: { workflow: tracing.clientInterceptors } };
  const gateway = createTemporalGateway({ connection, ...temporal, clientOptions });
  const incidents = createIncidentDirectory(client, gateway, temporal.taskQueue);
  const activities = await createActivities({
    config,
    incidents,
    lastEpisode: lastEpisodeReader(client),
    recentRuns: recentRunsReader(client, temporal.taskQueue),
    log,
  });
  const workers = await createWorkers({ config, connection: native, activities });
  await ensureReconcilers(client, {
    alertmanagers: config.alertmanagers,
    taskQueue: temporal.taskQueue,
    interval: config.timing.reconcileInterval,
  });
  running = true;
  log.info(
    { taskQueue: temporal.taskQueue, temporal: temporal.address, namespace: temporal.namespace },
    'worker running',
  );

  return {
    finished: runAll(workers).finally(async () => {
      running = false;
      await Promise.allSettled([native.close(), connection.close(), tracing.shutdown(), health?.close()]);
    }),
    stop: () => workers.forEach(shutDown),
  };
}

/** Where one fails the others are stopped too, so that the process ends and is started anew. */
async function runAll(workers: Worker[]): Promise<void> {
  const running = workers.map((worker) => worker.run());
  try {
    await Promise.all(running);
  } catch (error) {
    workers.forEach(shutDown);
    await Promise.allSettled(running);
    throw error;
  }
}

function shutDown(worker: Worker): void {
  if (worker.getState() === 'RUNNING') worker.shutdown();
}

async function connectPatiently({ address, apiKey, tls }: TemporalConfig, log: Log): Promise<NativeConnection> {
  for (;;) {
    try {
      return await NativeConnection.connect({ address, apiKey, tls: tlsOptions(tls) });
    } catch (error) {
      log.warn({ temporal: address, err: error }, 'Temporal does not answer, trying again; check TEMPORAL_ADDRESS');
      await sleep(connectPauseMs);
    }
  }
}
