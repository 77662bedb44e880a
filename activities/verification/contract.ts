import type { Alert } from '../../domain/alert';
import type { Check, Parameters, VerificationResult } from '../../domain/remediation';

export interface VerifyInput {
  alert: Pick<Alert, 'labels' | 'fingerprint' | 'generatorURL'>;
  checks: Check[];
  parameters: Parameters;
  /** End of the execution, ISO 8601: only samples newer than this say anything about it. */
  notBefore: string;
  /** Polled until every check passed or this time, ISO 8601; where it is in the past everything is measured once. */
  deadline: string;
  intervalMs: number;
}

export interface VerificationActivities {
  verify(input: VerifyInput): Promise<VerificationResult>;
}
