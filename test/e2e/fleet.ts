import type { Stack } from '../../stack/start';

/** Changes load or replicas of the fleet's `production/app` as a person at its control does. */
export async function changeFleet({ sandbox }: Stack, change: { load?: number; replicas?: number }): Promise<void> {
  const answer = await fetch(`${sandbox.fleet.url}/fleet/production/app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  if (!answer.ok) throw new Error(`The fleet answered ${answer.status}.`);
}

/** Two replicas are at 95 % of their CPU then, three at 63 %. */
export const highLoad = 190;

/** The labels of the alert that the high load fires. */
export const cpuAlert = {
  labels: {
    alertname: 'PodCPUHigh',
    namespace: 'production',
    pod: 'app-xyz',
    severity: 'warning',
    slo: 'availability',
  },
};
