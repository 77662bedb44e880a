import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createFunctionActivities } from '../../../activities/functions/activities';
import type { FunctionDeps } from '../../../activities/functions/activities';
import type { AwaitFunctionInput, CallFunctionInput } from '../../../activities/functions/contract';
import type { Listening } from '../listen';
import { listen } from '../listen';

export interface Received {
  method?: string;
  url?: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

/** A real function server, and the activities that call it. */
export class FunctionFixture {
  readonly received: Received[] = [];
  readonly heartbeats: unknown[] = [];
  behave: Behaviour = (response) => response.end();

  private constructor(public server: Listening) {}

  static async start(): Promise<FunctionFixture> {
    const behaviour: { fixture?: FunctionFixture } = {};
    const server = await listen((request, response) => {
      void text(request).then((body) => {
        behaviour.fixture!.received.push({ method: request.method, url: request.url, headers: request.headers, body });
        behaviour.fixture!.behave(response, request);
      });
    });
    behaviour.fixture = new FunctionFixture(server);
    return behaviour.fixture;
  }

  answer(status: number, body: unknown = '', headers: Record<string, string> = {}): void {
    this.behave = (response) => response.writeHead(status, headers).end(written(body));
  }

  call(input: Partial<CallFunctionInput> = {}, deps: Partial<FunctionDeps> = {}, environment = this.environment()) {
    return environment.run(this.activities(deps).callFunction, { ...callInput, ...input });
  }

  await(input: Partial<AwaitFunctionInput> = {}, environment = this.environment()) {
    return environment.run(this.activities({}).awaitFunction, {
      statusUrl: `${this.server.url}/runs/7`,
      function: 'scale-pod',
      pollAfterMs: 10,
      deadline: new Date(Date.now() + 5_000).toISOString(),
      ...input,
    });
  }

  environment(): MockActivityEnvironment {
    const environment = new MockActivityEnvironment();
    environment.on('heartbeat', (details: unknown) => this.heartbeats.push(details));
    return environment;
  }

  private activities(deps: Partial<FunctionDeps>) {
    return createFunctionActivities({
      urlTemplate: `${this.server.url}/{function}/`,
      clock: Date.now,
      randomBytes: (size) => Buffer.alloc(size, 0xfb),
      ...deps,
    });
  }
}

const callInput: CallFunctionInput = {
  fingerprint: 'ccf40201d09f839c',
  function: 'scale-pod',
  parameters: { deployment: 'app-xyz', replicas: 3 },
  idempotencyKey: 'incident/ccf40201d09f839c/1/execute/1',
  timeoutMs: 5_000,
};

const written = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));
