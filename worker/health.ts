import { createServer } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';

/** Liveness, readiness and metrics of a worker, which serves nothing else. */
export async function openHealthPort(port: number, isReady: () => boolean): Promise<{ close(): Promise<void> }> {
  collectDefaultMetrics();
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain'): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    if (request.url === '/healthz') return answer(200, 'ok\n');
    if (request.url === '/readyz')
      return isReady() ? answer(200, 'ready\n') : answer(503, 'Temporal is not reachable yet.\n');
    if (request.url !== '/metrics') return answer(404, 'Known paths: /healthz, /readyz, /metrics\n');
    void register.metrics().then((metrics) => answer(200, metrics, register.contentType));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, resolve);
  });
  return {
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
