import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert } from '../../domain/alert';
import type { AlertGateway, Signalled } from '../../gateway/gateway';
import { createApp } from '../../ingress/app';
import type { IngressDeps } from '../../ingress/deps';
import { createIngressMetrics } from '../../ingress/metrics';

export const now = new Date('2026-11-21T04:21:00Z');

/** Records what it is given; each answer can be replaced. */
export class FakeGateway implements AlertGateway {
  readonly calls: { call: string; argument: unknown }[] = [];
  readonly open = new Set<string>();
  failure: (alert: Alert) => Error | undefined = () => undefined;
  triggers = 0;
  answer: Signalled = 'signalled';

  async fired(alert: Alert): Promise<'started' | 'signalled'> {
    this.note('fired', alert);
    const known = this.open.has(alert.fingerprint);
    this.open.add(alert.fingerprint);
    return known ? 'signalled' : 'started';
  }

  async resolved(alert: Alert): Promise<Signalled> {
    this.note('resolved', alert);
    return this.open.has(alert.fingerprint) ? 'signalled' : 'ignored';
  }

  takeOver = (fingerprint: string, takeOver: object) => this.tell('takeOver', { fingerprint, ...takeOver });
  issueChanged = (identifier: string, change: object) => this.tell('issueChanged', { identifier, ...change });
  reconciled = (fingerprint: string, standing: object) => this.tell('reconciled', { fingerprint, ...standing });
  functionEnded = (fingerprint: string, ended: object) => this.tell('functionEnded', { fingerprint, ...ended });

  async triggerReconcilers(): Promise<number> {
    return ++this.triggers;
  }

  alerts(call: 'fired' | 'resolved'): Alert[] {
    return this.calls.filter((entry) => entry.call === call).map(({ argument }) => argument as Alert);
  }

  private note(call: string, alert: Alert): void {
    const failure = this.failure(alert);
    if (failure) throw failure;
    this.calls.push({ call, argument: alert });
  }

  private async tell(call: string, argument: object): Promise<Signalled> {
    this.calls.push({ call, argument });
    return this.answer;
  }
}

export interface FakeIngress {
  url: string;
  gateway: FakeGateway;
  deps: IngressDeps;
  sleeps: number[];
  logged: { fields: object; message: string }[];
  post(path: string, body: string | Buffer<ArrayBuffer>, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The real routes on a free port, with everything behind them replaced. */
export async function startFakeIngress(
  config: Partial<IngressDeps['config']> = {},
  more: Partial<IngressDeps> = {},
): Promise<FakeIngress> {
  const gateway = new FakeGateway();
  const sleeps: number[] = [];
  const logged: FakeIngress['logged'] = [];
  const write = (fields: object, message: string) => void logged.push({ fields, message });
  const deps: IngressDeps = {
    config: { tokens: [], cloudEventsTypePrefix: 'io.homelab.prometheus.alert', ...config },
    gateway,
    readiness: async () => [],
    metrics: createIngressMetrics(),
    log: { debug: write, info: write, warn: write, error: write } as unknown as IngressDeps['log'],
    clock: () => now,
    sleep: async (milliseconds: number) => void sleeps.push(milliseconds),
    ...more,
  };
  const server = createServer(createApp(deps));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    gateway,
    deps,
    sleeps,
    logged,
    post: (path, body, headers = {}) =>
      fetch(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
