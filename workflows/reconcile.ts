/**
 * One look at an Alertmanager, or at Linear, started by a schedule that never lets two overlap. What one look must
 * remember for the next is its result, which the schedule hands on.
 */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { LinearMemory, ReconcileActivities } from '../activities/reconcile/contract';
import type { PackedMemory } from '../domain/reconcile';

const { reconcileAlertmanager: lookAtAlertmanager, reconcileLinear: lookAtLinear } =
  proxyActivities<ReconcileActivities>({
    startToCloseTimeout: '2m',
    retry: { maximumAttempts: 3 },
  });

export async function reconcileAlertmanager(name: string): Promise<PackedMemory | null> {
  const memory = workflowInfo().lastResult as PackedMemory | null | undefined;
  return lookAtAlertmanager({ name, memory: memory ?? undefined });
}

export async function reconcileLinear(): Promise<LinearMemory> {
  const memory = workflowInfo().lastResult as LinearMemory | undefined;
  return lookAtLinear({ memory });
}
