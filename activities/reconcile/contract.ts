import type { PackedMemory } from '../../domain/reconcile';

export interface ReconcileInput {
  /** The Alertmanager's configured name. */
  name: string;
  memory?: PackedMemory;
}

export interface WatchLinearInput {
  memory?: LinearMemory;
}

export interface LinearMemory {
  /** Newest change seen, ISO 8601. */
  since: string;
}

export interface ReconcileActivities {
  /** Looks once at one Alertmanager and tells the incidents what changed. Resolves to what the next look needs. */
  reconcileAlertmanager(input: ReconcileInput): Promise<PackedMemory | null>;
  /** Tells the incidents what people changed on their issues, where no webhook did. */
  reconcileLinear(input: WatchLinearInput): Promise<LinearMemory>;
}
