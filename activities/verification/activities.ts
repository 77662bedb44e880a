import { Context } from '@temporalio/activity';
import type { Check, CheckResult, VerificationResult } from '../../domain/remediation';
import { verdictOf } from '../../domain/remediation';
import { whileHeartbeating } from '../heartbeat';
import type { KubernetesReader } from '../kubernetes/reader';
import { KubernetesUnavailable } from '../kubernetes/reader';
import type { Prometheus } from '../prometheus/client';
import { PrometheusRefused, PrometheusUnavailable } from '../prometheus/errors';
import { prepareAlertGoneCheck } from './alert-gone';
import type { VerificationActivities, VerifyInput } from './contract';
import { prepareExpressionCheck } from './expression';
import { preparePodPhaseCheck } from './pod-phase';
import { preparePromqlCheck } from './promql';
import type { PreparedCheck, Reading, Subject } from './reading';
import { neverAvailable, notYetAvailable } from './reading';
import { prepareReplicasCheck } from './replicas';
import { prepareWorkloadReadyCheck } from './workload-ready';

export interface VerificationDeps {
  /** Without it the checks that need it are "not available". */
  prometheus?: Prometheus;
  /** Without it the checks that need it are "not available". */
  kubernetes?: KubernetesReader;
  /** Milliseconds since the epoch, such as `Date.now`. */
  clock: () => number;
}

/** Measures checks. What can't be measured is a result, so `verify` ends early only where it is cancelled. */
export function createVerificationActivities(deps: VerificationDeps): VerificationActivities {
  return { verify: (input) => verify(deps, input) };
}

const minIntervalMs = 100;

async function verify({ clock, ...sources }: VerificationDeps, input: VerifyInput): Promise<VerificationResult> {
  const { alert, parameters, deadline, intervalMs } = input;
  const subject: Subject = { ...sources, alert, parameters, notBefore: Date.parse(input.notBefore) };
  const prepared = input.checks.map((check) => prepare(check, subject));
  const startedAt = new Date(clock()).toISOString();
  const context = Context.current();
  let checks: CheckResult[] = [];
  return whileHeartbeating(
    () => ({ checks }),
    async () => {
      for (;;) {
        const readings = await Promise.all(prepared.map((check) => read(check, context.cancellationSignal)));
        checks = readings.map((reading, index) => resultOf(prepared[index]!, reading));
        const remainingMs = Date.parse(deadline) - clock();
        if (remainingMs <= 0 || readings.every(isSettled)) {
          return { verdict: verdictOf(checks), checks, startedAt, endedAt: new Date(clock()).toISOString() };
        }
        await context.sleep(Math.min(Math.max(intervalMs, minIntervalMs), remainingMs));
      }
    },
  );
}

function prepare(check: Check, subject: Subject): PreparedCheck {
  switch (check.kind) {
    case 'expression':
      return prepareExpressionCheck(subject);
    case 'promql':
      return preparePromqlCheck(check, subject);
    case 'alert-gone':
      return prepareAlertGoneCheck(check, subject);
    case 'workload-ready':
      return prepareWorkloadReadyCheck(check, subject);
    case 'replicas':
      return prepareReplicasCheck(check, subject);
    case 'pod-phase':
      return preparePodPhaseCheck(check, subject);
  }
}

/** An upstream that fails is a check that could not be measured; anything else that is thrown is a defect, or the cancellation. */
async function read(check: PreparedCheck, signal: AbortSignal): Promise<Reading> {
  try {
    return await check.read(signal);
  } catch (error) {
    if (error instanceof PrometheusRefused) return neverAvailable(error.message);
    if (error instanceof PrometheusUnavailable || error instanceof KubernetesUnavailable) {
      return notYetAvailable(error.message);
    }
    throw error;
  }
}

const isSettled = (reading: Reading): boolean =>
  reading.status === 'passed' || (reading.status === 'not-available' && reading.final);

function resultOf({ name, expected }: PreparedCheck, reading: Reading): CheckResult {
  const common = { name, expected: reading.expected ?? expected, status: reading.status };
  return reading.status === 'not-available'
    ? { ...common, measured: null, reason: reading.reason }
    : { ...common, measured: reading.measured };
}
