import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

const taskQueue = 'bench-bare';

/** Milliseconds from the start request to each of the two calls, one entry a round. */
export interface BareRound {
  first: number;
  second: number;
}

export interface Bare {
  round(index: number): Promise<BareRound>;
  stop(): Promise<void>;
}

export async function startBare(address: string): Promise<Bare> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const arrivals = new Map<string, number>();
  const sink = createServer((request, response) => {
    arrivals.set(request.url ?? '', Date.now());
    response.end('{}');
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  const native = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: join(__dirname, 'bare-workflow.js'),
      logger: new DefaultLogger('ERROR'),
    }),
    activities: { post: async (url: string) => void (await (await fetch(url, { method: 'POST', body: '{}' })).text()) },
  });
  const running = worker.run();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  return {
    async round(index) {
      const paths = [`/${index}/first`, `/${index}/second`];
      const begun = Date.now();
      const handle = await client.workflow.signalWithStart('bareIncident', {
        workflowId: `bench-bare/${index}`,
        taskQueue,
        args: [paths.map((path) => base + path)],
        signal: 'alertFired',
        signalArgs: [],
      });
      await handle.result();
      return { first: arrivals.get(paths[0]!)! - begun, second: arrivals.get(paths[1]!)! - begun };
    },
    async stop() {
      worker.shutdown();
      await running;
      await Promise.all([native.close(), connection.close()]);
      sink.close();
    },
  };
}
