import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startTemporal } from './temporal';

const usage = `Usage: npm run temporal -- [options]
  --ip ADDRESS          address to listen on (default 127.0.0.1)
  --port PORT           port of the server (default 7233)
  --ui-port PORT        port of the Web UI (default 8233)
  --headless            no Web UI
  --db-filename FILE    keep workflows across restarts (default: in memory)`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      ip: { type: 'string' },
      port: { type: 'string', default: '7233' },
      'ui-port': { type: 'string', default: '8233' },
      headless: { type: 'boolean', default: false },
      'db-filename': { type: 'string' },
    },
  });
  return {
    ...(values.ip === undefined ? {} : { ip: values.ip }),
    port: portNumber('--port', values.port),
    uiPort: values.headless ? (false as const) : portNumber('--ui-port', values['ui-port']),
    ...(values['db-filename'] === undefined ? {} : { databaseFile: resolve(values['db-filename']) }),
  };
}

function portNumber(option: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${option} must be a port from 1 to 65535, not ${text}.\n${usage}`);
}

async function main(): Promise<void> {
  const executable = process.env.TEMPORAL_CLI_PATH ?? 'temporal';
  const folder = join(process.cwd(), '.cache', 'temporal');
  const temporal = await startTemporal({ executable, folder, ...readOptions() });
  console.log(`Temporal  ${temporal.address}`);
  if (temporal.uiUrl !== undefined) console.log(`Web UI    ${temporal.uiUrl}`);
  console.log('Ctrl-C ends it.');
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping = true;
      void temporal.stop();
    });
  }
  const reason = await temporal.hold();
  if (!stopping) throw new Error(`${reason}. Its log is ${join(folder, 'temporal.log')}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
