/** Waiting for the alert to end, however long, and closing truthfully. */
import { upsertMemo } from '@temporalio/workflow';
import type { Closing, IssueWrite, LastEpisode } from '../domain/incident';
import { outcomeOf, span, splitTimes } from '../domain/outcome';
import type { Handling } from './handling';

/** Waits until the alert has ended. Where it outlasts a verified remediation by `verifyTimeout`, a human is asked. */
export async function awaitEnd(handling: Handling): Promise<void> {
  const { desk, episode } = handling;
  const escalatesAt = Date.now() + episode.settings.verifyTimeout;
  while (desk.firing) {
    if (handling.hasNews()) await handling.tellNews();
    handling.say(awaited(handling));
    const patient = episode.escalated || desk.takenOver !== null || desk.parked;
    const patience = patient ? undefined : Math.max(1, escalatesAt - Date.now());
    const woken = await desk.until(() => !desk.firing || handling.hasNews(), handling.settle, patience);
    if (!woken) handling.escalate('The alert still fires although the remediation was verified.');
  }
}

function awaited({ desk, episode }: Handling): string {
  const end = 'the alert to end; a resolved event or the reconciler closes the incident.';
  if (desk.takenOver) return `${desk.takenOver.by}, who has taken over, and ${end}`;
  if (desk.parked) return `the end of the silence or inhibition, or ${end}`;
  return episode.escalated ? `${episode.onCall?.name ?? 'the on-call engineer'}, and ${end}` : end;
}

/** Writes the closing comment, then state Completed; `false` where the alert fired again before that. */
export async function closeEpisode(handling: Handling): Promise<boolean> {
  const { desk, issue, notifier } = handling;
  handling.say('the last writes on the issue.');
  if (handling.hasNews()) await handling.tellNews();
  await issue.written();
  if (desk.firing) return false;
  await handling.refreshSlm();
  const closing = closingOf(handling);
  const completed: IssueWrite[] = desk.takenOver?.closedIssue ? [] : [{ write: 'state', to: 'completed' }];
  issue.comment('resolved', { kind: 'alert-resolved', closing }, ...completed);
  notifier.tell(
    'resolved',
    `${closing.how === 'gone' ? closing.reason : 'The alert has ended.'} Closed as ${closing.outcome}. ${closing.resolution}`,
  );
  await issue.written();
  enterClosed(handling, closing);
  return true;
}

function closingOf({ desk, episode }: Handling): Closing {
  const { timeline, gone, takenOver } = desk.state;
  const { execution, verification, selection, budget } = episode;
  const closedAt = new Date().toISOString();
  const facts = {
    takenOver: takenOver !== null,
    escalatedAfterRun: episode.escalated && execution !== null,
    execution,
    verification,
  };
  const ran = execution !== null && execution.status !== 'not-sent';
  return {
    how: gone === null ? 'resolved' : 'gone',
    reason: gone ?? 'A resolved event came.',
    endsAt: timeline.endsAt ?? closedAt,
    outcome: outcomeOf(facts),
    resolution: resolutionOf(ran && execution.status === 'succeeded' ? execution.message : '', takenOver?.by),
    beforeRemediation: !ran && selection.plan !== null,
    timeToResolutionMs: span(timeline.startsAt, closedAt),
    times: splitTimes({
      startsAt: timeline.startsAt,
      endsAt: closedAt,
      receivedAt: episode.receivedAt,
      decidedAt: episode.decidedAt,
      execution,
      verification,
    }),
    budget,
  };
}

function resolutionOf(message: string, takenOverBy: string | undefined): string {
  if (takenOverBy) return `Handled by ${takenOverBy}.`;
  return message || 'The alert ended without a remediation by agent-sre.';
}

/** From here on the incident is closed for everyone, although the workflow stays for the reopen window. */
function enterClosed(handling: Handling, { outcome, endsAt }: Closing): void {
  const { desk, episode } = handling;
  const { state } = desk;
  episode.outcome = outcome;
  const last: LastEpisode = {
    episode: episode.key,
    startsAt: state.timeline.startsAt,
    endsAt,
    closedAt: new Date().toISOString(),
    issue: episode.issue,
  };
  state.last = last;
  state.takenOver = null;
  handling.enter('closed', { Outcome: outcome });
  upsertMemo({ lastEpisode: last });
  handling.say(`another firing event until the reopen window ends; the incident is closed as ${outcome}.`);
}
