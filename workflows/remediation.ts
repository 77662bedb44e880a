/** One remediation from call to verdict: the steps that an incident and an undo share. */
import { ActivityFailure, condition, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import type { CallFunctionProgress, CallFunctionResult } from '../activities/functions/contract';
import type { ExecutionResult, ExecutionStatus, Plan, VerificationResult } from '../domain/remediation';
import { stepKey } from '../domain/step';
import { functionCall, functionEnd, verification } from './activities';
import type { IncidentDesk } from './incident-desk';
import type { Episode } from './incident-state';
import { interruptible } from './interruptible';

const firstBackOffMs = 500;
const longestBackOffMs = 10_000;

/** Attempts that a worker may lose to its death before a human looks; each one gets the whole budget again. */
const lostAttempts = 5;

/** The drive rises only where a replay knows that the former attempt had no effect. */
const firstDrive = 1;

type CallEnd = { status: ExecutionStatus; message: string };

export class Remediation {
  private attempts = 0;
  private sent = false;

  /** `step` names the call for ever: `execute`, or `undo`. */
  constructor(
    private readonly desk: IncidentDesk,
    private readonly episode: Episode,
    private readonly plan: Plan,
    private readonly step: 'execute' | 'undo',
  ) {}

  /** Calls the function until it answers for good, its budget is spent, or the alert or a human ends it. */
  async execute(): Promise<ExecutionResult> {
    const startedAt = now();
    const end = await this.callUntilSettled();
    return { ...end, attempts: this.attempts, startedAt, endedAt: now() };
  }

  /**
   * Measures until every check holds or the time is up. Where the alert ends first, everything is measured once, at
   * once; where a human takes over, nothing more is measured and the answer is `null`.
   */
  async verify(execution: ExecutionResult): Promise<VerificationResult | null> {
    const { alert, settings } = this.episode;
    const within = this.plan.verifyWithinMs ?? settings.verifyTimeout;
    const measure = (deadline: string): Promise<VerificationResult> =>
      verification(this.step === 'execute' ? 'verify' : 'verify-undo')({
        alert: { labels: alert.labels, fingerprint: alert.fingerprint, generatorURL: alert.generatorURL },
        checks: this.plan.checks,
        parameters: this.plan.parameters,
        notBefore: execution.endedAt,
        deadline,
        intervalMs: this.plan.verifyIntervalMs,
      });
    if (this.desk.takenOver) return null;
    const polled = this.desk.firing
      ? await interruptible(
          () => measure(later(within)),
          () => this.desk.stopped,
        )
      : undefined;
    if (polled) return polled;
    return this.desk.takenOver ? null : await measure(now());
  }

  private async callUntilSettled(): Promise<CallEnd> {
    let budgetEnds = Date.now() + this.plan.timeoutMs;
    let lost = 0;
    for (let backOff = firstBackOffMs; ; backOff = Math.min(backOff * 2, longestBackOffMs)) {
      if (this.mayNotSend()) return this.endedBeforeAnswer('The alert ended or a human took over first.');
      const remaining = Math.max(1_000, budgetEnds - Date.now());
      const result = await this.attempt(remaining);
      if (result === 'interrupted')
        return { status: 'cancelled', message: 'A human took over while the call was running.' };
      if (result === 'lost') {
        lost += 1;
        this.sent = true;
        if (!this.plan.idempotent || lost > lostAttempts) {
          return {
            status: 'unknown',
            message: 'The worker was lost during the call, so nobody can say whether it had an effect.',
          };
        }
        budgetEnds = Date.now() + this.plan.timeoutMs;
        continue;
      }
      const settled = await this.settle(result, budgetEnds);
      if (settled) return settled;
      const { message, retryAfterMs } = result as Extract<CallFunctionResult, { kind: 'unavailable' }>;
      const pause = retryAfterMs ?? backOff;
      if (!this.plan.idempotent && this.sent) return { status: 'unknown', message };
      if (Date.now() + pause >= budgetEnds) return { status: 'failed', message };
      await condition(() => this.mayNotSend(), pause);
    }
  }

  /** Settled by this attempt, or `undefined` where another one may do better. */
  private async settle(result: CallFunctionResult, budgetEnds: number): Promise<CallEnd | undefined> {
    switch (result.kind) {
      case 'succeeded':
        return { status: 'succeeded', message: result.message };
      case 'refused':
        return { status: 'failed', message: result.message };
      case 'accepted':
        return this.awaitEnd(result, budgetEnds);
      case 'unavailable':
        this.sent = this.sent || result.sent;
        return undefined;
    }
  }

  private async attempt(timeoutMs: number): Promise<CallFunctionResult | 'interrupted' | 'lost'> {
    this.attempts += 1;
    const { alert, key } = this.episode;
    try {
      const call = functionCall(this.step, timeoutMs);
      const result = await interruptible(
        () =>
          call({
            fingerprint: alert.fingerprint,
            function: this.plan.function,
            parameters: this.plan.parameters,
            idempotencyKey: stepKey(alert.fingerprint, key, `${this.step}/${firstDrive}`),
            timeoutMs,
          }),
        () => this.interrupted(),
      );
      return result ?? 'interrupted';
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      return this.acceptedBeforeLoss(error) ?? 'lost';
    }
  }

  /** A worker that died after it offered a callback: where the callback has come, the call's end is known. */
  private acceptedBeforeLoss(error: ActivityFailure): CallFunctionResult | undefined {
    if (!(error.cause instanceof TimeoutFailure)) return undefined;
    const progress = error.cause.lastHeartbeatDetails as CallFunctionProgress | undefined;
    const ended = this.desk.callbackOf(progress?.callbackHash ?? null);
    if (!ended) return undefined;
    const message = ended.message ?? '';
    return ended.status === 'succeeded' ? { kind: 'succeeded', message } : { kind: 'refused', message };
  }

  /** A long call: its end comes by callback or by polling, whichever is first. */
  private async awaitEnd(
    { statusUrl, callbackHash, pollAfterMs }: Extract<CallFunctionResult, { kind: 'accepted' }>,
    budgetEnds: number,
  ): Promise<CallEnd> {
    this.sent = true;
    const told = (): boolean => this.desk.callbackOf(callbackHash) !== undefined;
    const stop = (): boolean => told() || this.interrupted();
    const deadline = new Date(budgetEnds).toISOString();
    const polled = statusUrl
      ? await interruptible(
          () => functionEnd(`${this.step}-status`)({ statusUrl, function: this.plan.function, pollAfterMs, deadline }),
          stop,
        )
      : void (await condition(stop, Math.max(0, budgetEnds - Date.now())));
    const ended = this.desk.callbackOf(callbackHash);
    if (ended) return { status: ended.status === 'succeeded' ? 'succeeded' : 'failed', message: ended.message ?? '' };
    if (polled) return { status: polled.kind, message: polled.message };
    if (this.interrupted())
      return { status: 'cancelled', message: 'A human took over while the function was still running.' };
    return { status: 'unknown', message: 'The function did not say how it ended before its time was up.' };
  }

  private interrupted(): boolean {
    return this.desk.takenOver?.interrupts ?? false;
  }

  /** Once something was sent, an undo goes on although the alert may have ended; nothing goes on against a human. */
  private mayNotSend(): boolean {
    return this.step === 'undo' ? this.desk.takenOver !== null : this.desk.stopped;
  }

  private endedBeforeAnswer(message: string): CallEnd {
    return { status: this.sent ? 'unknown' : 'not-sent', message };
  }
}

const now = (): string => new Date().toISOString();
const later = (ms: number): string => new Date(Date.now() + ms).toISOString();
