import { ConfigError } from '../config/mistakes';
import { loadWorkerConfig } from '../config/worker';
import { createLog } from '../telemetry/log';
import { runWorker } from './run';

async function main(): Promise<void> {
  const config = loadWorkerConfig();
  const log = createLog({ service: 'agent-sre-worker', level: config.logLevel });
  let stop = (): void => process.exit(0);
  const onSignal = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'worker stopping');
    // A second signal ends the process at once.
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    stop();
  };
  process.once('SIGTERM', onSignal).once('SIGINT', onSignal);
  const worker = await runWorker(config, log);
  stop = () => worker.stop();
  await worker.finished;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  },
);
