import type { Alert } from '../../domain/alert';
import type { CatalogueEntry, Plan } from '../../domain/remediation';

/** A firing alert with these annotations. */
export function firingAlert(annotations: Record<string, string>, labels: Record<string, string> = {}): Alert {
  return {
    fingerprint: 'ccf40201d09f839c',
    status: 'firing',
    labels: { alertname: 'PodCPUHigh', namespace: 'production', pod: 'app-xyz', ...labels },
    annotations,
    startsAt: '2026-01-05T09:00:00.000Z',
    endsAt: null,
  };
}

/** A catalogue entry that scales a deployment; its declared inverse is the entry `scale-back`. */
export function catalogueEntry(more: Partial<CatalogueEntry> = {}): CatalogueEntry {
  return {
    id: 'scale-pod',
    description: 'Changes the number of replicas',
    executor: 'function',
    risk: 'medium',
    idempotent: true,
    timeoutMs: 20_000,
    verification: { checks: [{ kind: 'alert-gone' }] },
    ...more,
  };
}

export function planWith(more: Partial<Plan> = {}): Plan {
  return {
    remediation: 'scale-pod',
    executor: 'function',
    function: 'scale-pod',
    parameters: {},
    target: 'production/pod/app-xyz',
    risk: 'low',
    idempotent: true,
    timeoutMs: 30_000,
    checks: [{ kind: 'expression' }],
    verifyWithinMs: null,
    verifyIntervalMs: 2_000,
    undo: null,
    catalogued: false,
    ...more,
  };
}
