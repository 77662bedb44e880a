/** What is done about an alert: the gate, the call, the verdict, and the way to a human where these do not help. */
import { upsertMemo } from '@temporalio/workflow';
import type { PastRun } from '../domain/policy';
import { coolingUntil, decidePolicy } from '../domain/policy';
import type { ExecutionResult, Plan, VerificationResult } from '../domain/remediation';
import { readGate } from './activities';
import type { Handling } from './handling';
import { Remediation } from './remediation';

const rememberedRuns = 5;

export async function respond(handling: Handling): Promise<void> {
  const { episode } = handling;
  const { plan } = episode.selection;
  if (episode.remediationOver || !plan) return;
  if (await clearedToRun(handling, plan)) await remediate(handling, plan);
  episode.remediationOver = true;
}

/** The gate, asked again after every wait: it opens only for an alert that fires, in nobody's hands, and not parked. */
async function clearedToRun(handling: Handling, plan: Plan): Promise<boolean> {
  const { desk, episode, issue, notifier } = handling;
  const { remediation, target } = plan;
  const { cooldown } = episode.settings;
  for (;;) {
    const since = new Date(Date.now() - cooldown).toISOString();
    const facts = await readGate({ labels: episode.alert.labels, remediation, target, since });
    handling.takeSlm(facts.slm);
    if (handling.hasNews()) await handling.tellNews();
    if (desk.stopped) return false;
    if (desk.parked) {
      handling.say(
        'the end of the silence or inhibition; then the remediation runs. Nothing runs while the alert is silenced.',
      );
      await desk.until(() => desk.stopped || !desk.parked, handling.settle);
      continue;
    }
    const cooling = coolingUntil(plan, [...desk.state.runs, ...facts.runs], cooldown, Date.now());
    if (!cooling) return decidePolicy(plan, episode.selection).outcome === 'auto';
    const until = new Date(cooling.until).toISOString();
    issue.comment('cooling-down', { kind: 'cooling-down', plan, ranAt: cooling.ranAt, until });
    notifier.tell('cooling-down', `${remediation} ran on ${target} at ${cooling.ranAt}; it may run again at ${until}.`);
    handling.say(`the end of the cooldown at ${until}; ${plan.remediation} ran on ${plan.target} at ${cooling.ranAt}.`);
    await desk.until(() => desk.stopped || desk.parked, handling.settle, cooling.until - Date.now());
  }
}

async function remediate(handling: Handling, plan: Plan): Promise<void> {
  const { desk, episode } = handling;
  episode.decidedAt = new Date().toISOString();
  handling.say(`${plan.remediation} on ${plan.target}.`);
  const remediation = new Remediation(desk, episode, plan, 'execute');
  const execution = await remediation.execute();
  episode.execution = execution;
  if (execution.status === 'not-sent') return;
  noteRun(handling, { remediation: plan.remediation, target: plan.target, endedAt: execution.endedAt });

  // What was sent is measured, also where nobody knows how it ended: the alert may have ended because of it.
  const worthMeasuring = execution.status === 'succeeded' || (execution.status === 'unknown' && !desk.firing);
  if (worthMeasuring) {
    handling.say(`the checks of ${plan.remediation}.`);
    episode.verification = await remediation.verify(execution);
  }
  await conclude(handling, plan, execution, episode.verification);
}

/** Remembered here, and in the memo, where the gates of other incidents look for it. */
function noteRun({ desk }: Handling, run: PastRun): void {
  desk.state.runs = [...desk.state.runs, run].slice(-rememberedRuns);
  upsertMemo({ runs: desk.state.runs });
}

async function conclude(
  handling: Handling,
  plan: Plan,
  execution: ExecutionResult,
  verification: VerificationResult | null,
): Promise<void> {
  const { desk, issue } = handling;
  const verified = verification?.verdict === 'verified';
  const undoes = verification?.verdict === 'failed' && plan.undo !== null && !desk.stopped;
  const next = nextStep(handling, verified, undoes);
  issue.comment('result', { kind: 'remediation-result', plan, execution, verification, next });
  if (undoes) await undo(handling, plan.undo!);
  if (desk.stopped) return;
  if (verified) handling.enter('waiting');
  else handling.escalate(failureReason(plan, execution, verification));
}

function nextStep({ desk }: Handling, verified: boolean, undoes: boolean): string {
  if (desk.takenOver) return `${desk.takenOver.by} has taken over.`;
  if (!desk.firing) return 'The alert has ended; the incident closes.';
  if (verified) return 'The incident closes when the alert ends.';
  return undoes ? 'It is undone, then a human is asked.' : 'A human is asked.';
}

async function undo(handling: Handling, plan: Plan): Promise<void> {
  const { desk, episode, issue } = handling;
  handling.say(`the undo, ${plan.remediation} on ${plan.target}.`);
  const remediation = new Remediation(desk, episode, plan, 'undo');
  const execution = await remediation.execute();
  const verification = execution.status === 'succeeded' ? await remediation.verify(execution) : null;
  episode.undo = { execution, verification };
  issue.comment('undo', { kind: 'undo-result', plan, execution, verification });
}

function failureReason(plan: Plan, execution: ExecutionResult, verification: VerificationResult | null): string {
  if (execution.status === 'unknown') return `Nobody can say whether ${plan.remediation} had an effect.`;
  if (execution.status !== 'succeeded') return `${plan.remediation} could not be run: ${execution.message}`;
  if (verification?.verdict === 'unverified')
    return `${plan.remediation} ran, and none of its checks could be measured.`;
  return `${plan.remediation} ran, and its checks did not hold in time.`;
}
