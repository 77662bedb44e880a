import { loadIngressConfig } from '../config/ingress';
import { ConfigError } from '../config/mistakes';
import { createLog } from '../telemetry/log';
import { startIngress } from './server';

async function main(): Promise<void> {
  const config = loadIngressConfig();
  const log = createLog({ service: 'agent-sre-ingress', level: config.logLevel });
  const ingress = await startIngress(config, log);
  const stop = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'ingress stopping');
    /** A second signal ends the process at once. */
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    void ingress.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

main().catch((error: unknown) => {
  const told = error instanceof ConfigError ? error.message : error;
  console.error(told);
  process.exitCode = 1;
});
