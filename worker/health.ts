import { createServer } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';

/** Liveness, readiness and metrics of a worker, which serves nothing else. `mistakes`: why it is not ready; empty = ready. */
export async function openHealthPort(
  port: number,
  mistakes: () => Promise<string[]>,
): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answerTo(request.url ?? '', mistakes).then(({ status, body, type = 'text/plain' }) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, resolve);
  });
  collectDefaultMetrics();
  return {
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Answer {
  status: number;
  body: string;
  type?: string;
}

async function answerTo(path: string, mistakes: () => Promise<string[]>): Promise<Answer> {
  if (path === '/healthz') return { status: 200, body: 'ok\n' };
  if (path === '/metrics') return { status: 200, body: await register.metrics(), type: register.contentType };
  if (path !== '/readyz') return { status: 404, body: 'Known paths: /healthz, /readyz, /metrics\n' };
  const found = await mistakes();
  return found.length === 0 ? { status: 200, body: 'ready\n' } : { status: 503, body: `${found.join('\n')}\n` };
}
