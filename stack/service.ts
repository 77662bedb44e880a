import { startChild, type Child } from '../programs/child';
import { answers, waitUntilReady } from '../programs/ready';

/** One process of the product, which can be ended and started again at the same address. */
export interface Service {
  readonly url: string;
  /** Resolves when the process says that it is ready. */
  start(): Promise<void>;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Ends it as a crash does. */
  crash(): Promise<void>;
}

export interface ServiceOptions {
  /** Names the log file. */
  name: string;
  /** File that node runs. */
  main: string;
  /** Where its log goes. */
  folder: string;
  /** All that the process is told. */
  env: Record<string, string>;
  /** Port that the environment makes it listen on. */
  port: number;
}

export function createService({ name, main, folder, env, port }: ServiceOptions): Service {
  const url = `http://127.0.0.1:${port}`;
  let child: Child | undefined;
  const ended = async (end: (running: Child) => Promise<void>): Promise<void> => {
    const running = child;
    child = undefined;
    if (running) await end(running);
  };
  return {
    url,
    async start() {
      child = startChild({ name, executable: process.execPath, args: ['--enable-source-maps', main], folder, env });
      await waitUntilReady(name, child, answers(`${url}/readyz`));
    },
    stop: () => ended((running) => running.stop()),
    crash: () => ended((running) => running.crash()),
  };
}
