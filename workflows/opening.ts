/** The first moments of an episode: what the alert means, whether it is new, and the issue that says so. */
import { workflowInfo } from '@temporalio/workflow';
import type { Assessment } from '../activities/assessment/contract';
import type { OpenIssueInput } from '../activities/linear/contract';
import { alertSeverity } from '../domain/alert';
import type { IssueComment, LastEpisode } from '../domain/incident';
import { withBudget } from '../domain/outcome';
import { decidePolicy } from '../domain/policy';
import { decidePriority } from '../domain/priority';
import { assess, lookBack } from './activities';
import { Handling } from './handling';
import type { IncidentDesk } from './incident-desk';
import type { Episode, IncidentState } from './incident-state';

/** A late duplicate is at least this much less than the reopen window old; the slack is for clocks that differ. */
const clockSkewMs = 60_000;

/** Opens the next episode; `null` where the firing event turns out to be a late copy of one that is long closed. */
export async function openEpisode(desk: IncidentDesk): Promise<Handling | null> {
  const { state } = desk;
  const fired = state.fired!;
  const assessment = await assess(fired.alert);
  const previous = state.last ?? (await recallPrevious(state, assessment));
  // Another event may have come while the records were read: then the newer one decides.
  if (previous === 'late-duplicate') return state.fired === fired ? null : openEpisode(desk);

  const reopened = previous !== null && isSameStory(previous, state, assessment) ? previous : null;
  const episode = newEpisode(state, assessment, reopened);
  state.episode = episode;
  const handling = new Handling(desk, episode);
  await announce(handling, reopened);
  return handling;
}

/** What is on record of the fingerprint, asked only for an alert that is old enough to be a late duplicate. */
async function recallPrevious(
  state: IncidentState,
  { settings }: Assessment,
): Promise<LastEpisode | 'late-duplicate' | null> {
  const { alert, seenActive } = state.fired!;
  if (Date.now() - Date.parse(alert.startsAt) <= settings.reopenWindow - clockSkewMs) return null;
  const { workflowId } = workflowInfo();
  const { previous, active } = await lookBack({ workflowId, fingerprint: alert.fingerprint, startsAt: alert.startsAt });
  if (!previous || alert.startsAt > previous.endsAt) return previous;
  return active || seenActive ? previous : 'late-duplicate';
}

/** The same issue goes on where the alert fires again soon after closing, or where it is the same start once more. */
function isSameStory(previous: LastEpisode, state: IncidentState, { settings }: Assessment): boolean {
  const sinceClosing = Date.now() - Date.parse(previous.closedAt);
  return sinceClosing <= settings.reopenWindow || state.fired!.alert.startsAt <= previous.endsAt;
}

function newEpisode(state: IncidentState, assessment: Assessment, reopened: LastEpisode | null): Episode {
  const { alert, receivedAt } = state.fired!;
  const { settings, slm, selection, onCall } = assessment;
  return {
    key: episodeKey(alert.startsAt, reopened),
    alert,
    receivedAt,
    openedAt: new Date().toISOString(),
    phase: 'opening',
    outcome: null,
    settings,
    onCall,
    slm,
    priority: decidePriority(alertSeverity(alert.labels), slm),
    selection,
    budget: slm && withBudget(null, slm.errorBudgetRemaining),
    issue: reopened?.issue ?? null,
    thread: reopened ? (state.episode?.thread ?? null) : null,
    decidedAt: null,
    remediationOver: false,
    execution: null,
    verification: null,
    undo: null,
    escalated: false,
    told: { takenOver: false, standing: 'active' },
    comments: 0,
    awaiting: 'the Linear issue.',
  };
}

/** The start names an episode; one that reopens with the very start of the one before counts on from it. */
function episodeKey(startsAt: string, reopened: LastEpisode | null): string {
  if (!reopened || reopened.startsAt !== startsAt) return startsAt;
  const count = Number(/#(\d+)$/.exec(reopened.episode)?.[1] ?? 1);
  return `${startsAt}#${count + 1}`;
}

async function announce(handling: Handling, reopened: LastEpisode | null): Promise<void> {
  const { desk, episode, notifier } = handling;
  const { comments, next, runs } = firstWords(handling);
  handling.say('the Linear issue.');
  if (reopened?.issue) {
    reopenIssue(handling, reopened, comments, runs);
    notifier.tell('reopened', `Fires again. Next: ${next}`);
  } else {
    await handling.issue.open(draftOf(episode, comments, runs));
  }
  if (episode.thread === null) notifier.open(next);
  const { plan } = episode.selection;
  handling.enter(runs ? 'remediating' : desk.firing ? 'escalated' : 'waiting', {
    ...(episode.issue && { LinearIssue: episode.issue.identifier }),
    ...(plan && { Remediation: plan.remediation }),
  });
}

interface FirstWords {
  comments: { step: string; comment: IssueComment }[];
  next: string;
  runs: boolean;
}

/** The comments that are true at opening; an alert that has ended already gets none but the closing one. */
function firstWords(handling: Handling): FirstWords {
  const { desk, episode } = handling;
  const { slm, selection } = episode;
  const { plan } = selection;
  if (!desk.firing) return { comments: [], next: 'nothing, the alert has ended already.', runs: false };

  const impact: FirstWords['comments'] = slm ? [{ step: 'slo-impact', comment: { kind: 'slo-impact', slm } }] : [];
  const policy = plan && decidePolicy(plan, selection);
  if (plan && policy?.outcome === 'auto') {
    const comment: IssueComment = { kind: 'remediation-selected', selection, plan };
    return {
      comments: [...impact, { step: 'selected', comment }],
      next: `${plan.remediation} on ${plan.target}.`,
      runs: true,
    };
  }
  const reason = policy?.reason ?? `No remediation was selected. ${selection.reason}`;
  episode.remediationOver = true;
  episode.escalated = true;
  const proposal: FirstWords['comments'] = plan
    ? [{ step: 'proposed', comment: { kind: 'remediation-proposed', selection, plan, reason } }]
    : [];
  const escalated: IssueComment = { kind: 'escalated', handOver: handling.handOver(reason) };
  return {
    comments: [...impact, ...proposal, { step: 'escalated', comment: escalated }],
    next: `a human is needed. ${reason}`,
    runs: false,
  };
}

function draftOf(episode: Episode, comments: OpenIssueInput['comments'], runs: boolean): OpenIssueInput {
  const { alert, slm, priority, selection, onCall, key } = episode;
  return {
    alert,
    slm,
    priority,
    selection,
    assignee: onCall,
    fingerprint: alert.fingerprint,
    episode: key,
    comments,
    state: runs ? 'started' : 'unstarted',
  };
}

function reopenIssue(
  { episode, issue }: Handling,
  { closedAt }: LastEpisode,
  comments: FirstWords['comments'],
  runs: boolean,
): void {
  issue.comment(
    'reopened',
    { kind: 'reopened', startsAt: episode.alert.startsAt, closedAt },
    { write: 'state', to: runs ? 'started' : 'unstarted' },
    { write: 'priority', to: episode.priority },
    ...comments.map(({ step, comment }) => ({ write: 'comment' as const, step, comment })),
  );
}
