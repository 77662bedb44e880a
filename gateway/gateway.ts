import type { Alert } from '../domain/alert';
import type { FunctionEnded, IssueChanged, Reconciled, TakeOver } from '../workflows/contracts';

/** `ignored`: no open run was there to take it. */
export type Signalled = 'signalled' | 'ignored';

/** The way from outside to the incidents. Every call is durable in Temporal when it returns. */
export interface AlertGateway {
  /** Starts the incident or tells the open one. `seenActiveAt`: when the reconciler saw the alert active, ISO 8601. */
  fired(alert: Alert, seenActiveAt?: string): Promise<'started' | 'signalled'>;
  /** Never starts anything. */
  resolved(alert: Alert): Promise<Signalled>;
  /** What an Alertmanager says of an open incident's alert now. */
  reconciled(fingerprint: string, standing: Reconciled): Promise<Signalled>;
  takeOver(fingerprint: string, takeOver: TakeOver): Promise<Signalled>;
  /** `identifier` is the issue's, such as `SRE-12`. */
  issueChanged(identifier: string, change: IssueChanged): Promise<Signalled>;
  functionEnded(fingerprint: string, ended: FunctionEnded): Promise<Signalled>;
  /** Makes every reconciler look now; resolves to their number. */
  triggerReconcilers(): Promise<number>;
}

/** Temporal is away or overloaded: worth another attempt soon. */
export class TemporalUnavailableError extends Error {
  override readonly name = 'TemporalUnavailableError';
}

/** Temporal will never take this message, however often it is sent. */
export class MessageRefusedError extends Error {
  override readonly name = 'MessageRefusedError';
}
