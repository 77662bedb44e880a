import type { AlertGateway } from '../gateway/gateway';
import type { Log } from '../telemetry/log';
import type { IngressMetrics } from './metrics';

const quietMs = 1_000;

interface Deps {
  gateway: Pick<AlertGateway, 'triggerReconcilers'>;
  metrics: Pick<IngressMetrics, 'reconcilerTriggers'>;
  log: Pick<Log, 'warn'>;
  clock(): Date;
}

/**
 * Makes the reconcilers look at once for what a request could not hold. Answers at once, acts at most once per second,
 * and only logs where it fails: their next regular look finds the same.
 */
export function createReconcilerTrigger({ gateway, metrics, log, clock }: Deps): () => void {
  let last = -Infinity;
  return () => {
    const now = clock().getTime();
    if (now - last < quietMs) return;
    last = now;
    gateway.triggerReconcilers().then(
      () => metrics.reconcilerTriggers.inc({ result: 'triggered' }),
      (error: unknown) => {
        metrics.reconcilerTriggers.inc({ result: 'failed' });
        log.warn({ err: error }, 'reconcilers not triggered');
      },
    );
  };
}
