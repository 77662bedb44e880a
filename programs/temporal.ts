import { Connection } from '@temporalio/client';
import { searchAttributeNames } from '../workflows/contracts';
import { startChild, type Child } from './child';
import { freePort } from './free-port';
import { waitUntilReady } from './ready';

/**
 * The development server has one shard, whose queues are read 20 times a second by default: every task would wait about
 * 50 ms. Eager execution hands the first activities to the worker that asked for them.
 */
const dynamicConfig = ['history.transferProcessorMaxPollRPS=2000', 'system.enableActivityEagerExecution=true'];

export interface TemporalOptions {
  /** Path of the Temporal command line. */
  executable: string;
  /** Where its log goes. */
  folder: string;
  /** Address to listen on, 127.0.0.1 where absent. */
  ip?: string;
  /** A free port where absent. */
  port?: number;
  /** Port of the Web UI, a free one where absent; `false`: no Web UI. */
  uiPort?: number | false;
  /** Keeps workflows across restarts; in memory where absent. */
  databaseFile?: string;
}

export interface Temporal extends Pick<Child, 'exited' | 'hold' | 'stop'> {
  /** host:port */
  address: string;
  /** Base of the Web UI. */
  uiUrl?: string;
}

/** Starts the embedded development server with the product's search attributes, and waits until it takes requests. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const ip = options.ip ?? '127.0.0.1';
  const port = await freePort(options.port, ip);
  const uiPort = options.uiPort === false ? undefined : await freePort(options.uiPort, ip);
  const child = startChild({
    name: 'temporal',
    executable: options.executable,
    folder: options.folder,
    args: serverArguments(ip, port, uiPort, options.databaseFile),
  });
  const host = ip === '0.0.0.0' ? '127.0.0.1' : ip;
  const address = `${host}:${port}`;
  await waitUntilReady('temporal', child, () => hasDefaultNamespace(address));
  return {
    address,
    ...(uiPort === undefined ? {} : { uiUrl: `http://${host}:${uiPort}` }),
    exited: child.exited,
    hold: child.hold,
    stop: child.stop,
  };
}

function serverArguments(ip: string, port: number, uiPort?: number, databaseFile?: string): string[] {
  return [
    ...['server', 'start-dev', '--ip', ip, '--port', String(port), '--log-level', 'error'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(databaseFile === undefined ? [] : ['--db-filename', databaseFile]),
    ...dynamicConfig.flatMap((setting) => ['--dynamic-config-value', setting]),
    ...searchAttributeNames.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

async function hasDefaultNamespace(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 });
  try {
    await connection.withDeadline(Date.now() + 1_000, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
    return true;
  } finally {
    await connection.close();
  }
}
