import type { SignalDefinition } from '@temporalio/workflow';
import { allHandlersFinished, condition, makeContinueAsNewFunc, setHandler, workflowInfo } from '@temporalio/workflow';
import { combinedStanding, withReport } from '../domain/standing';
import { withEvent } from '../domain/timeline';
import type { FunctionEnded, IncidentMemo, IncidentView } from './contracts';
import type { IncidentState, TakenOver } from './incident-state';
import * as messages from './messages';

/** Signals after which a run is tidied up, far below the 10,000 that a run can take. */
const signalsPerRun = 2_000;

/** Where the facts about an incident arrive: its state, and the handlers that write into it. */
export class IncidentDesk {
  private signals = 0;
  private readonly endedCalls = new Map<string, FunctionEnded>();

  constructor(readonly state: IncidentState) {}

  get firing(): boolean {
    return this.state.timeline.firing;
  }

  /** False only in a run that was started without its first event. */
  get hasBegun(): boolean {
    return this.state.fired !== null || this.state.episode !== null;
  }

  get takenOver(): TakenOver | null {
    return this.state.takenOver;
  }

  /** Whether a human or the end of the alert has settled that nothing more is to be started. */
  get stopped(): boolean {
    return !this.firing || this.takenOver !== null;
  }

  /** Why nothing may run for now; `active` where nothing stands in the way. */
  get parking(): 'active' | 'silenced' | 'inhibited' {
    const { standing } = combinedStanding(this.state.standings);
    return standing === 'gone' ? 'active' : standing;
  }

  get parked(): boolean {
    return this.parking !== 'active';
  }

  /** Answer of a long call's callback, once it is final. */
  callbackOf(tokenHash: string | null): FunctionEnded | undefined {
    return tokenHash === null ? undefined : this.endedCalls.get(tokenHash);
  }

  /** Handlers come before the first await: signals that came with the start run inside `setHandler`. */
  listen(): void {
    this.on(messages.alertFired, 'The alert fires: {"alert": {…}, "receivedAt": "…"}', (input) => {
      const fact = messages.parseFired(input);
      if (fact) this.takeFired(fact);
    });
    this.on(messages.alertResolved, 'The alert ended: {"alert": {…, "endsAt": "…"}}', (input) => {
      const fact = messages.parseResolved(input);
      if (fact) this.state.timeline = withEvent(this.state.timeline, { kind: 'ended', endsAt: fact.alert.endsAt });
    });
    this.on(messages.reconciled, 'What an Alertmanager says of the alert now; sent by the reconciler', (input) => {
      const fact = messages.parseReconciled(input);
      if (fact) this.takeReconciled(fact);
    });
    this.on(
      messages.issueChanged,
      'What Linear says of the issue now; sent by the ingress or the reconciler',
      (input) => {
        const fact = messages.parseIssueChanged(input);
        if (fact) this.takeIssueChanged(fact);
      },
    );
    this.on(messages.takeOver, 'Stops automation: {"by": "your name", "reason": "why"}', (input) => {
      const { by, reason } = messages.parseTakeOver(input);
      this.handOver({ by, reason: reason ?? 'Asked for by signal takeOver.', interrupts: true, closedIssue: false });
    });
    this.on(messages.functionEnded, 'The end of a long function call; sent by the ingress', (input) => {
      const fact = messages.parseFunctionEnded(input);
      if (fact && fact.status !== 'running') this.endedCalls.set(fact.tokenHash, fact);
    });
    setHandler(messages.incidentView, () => this.view(), { description: 'Phase, outcome, issue and what is awaited' });
  }

  private on<Args extends [unknown]>(
    definition: SignalDefinition<Args>,
    description: string,
    take: (input: unknown) => void,
  ): void {
    const handle = (...[input]: Args): void => {
      this.signals += 1;
      take(input);
    };
    setHandler(definition, handle, { description });
  }

  private takeFired({ alert, receivedAt, seenActiveAt }: NonNullable<ReturnType<typeof messages.parseFired>>): void {
    const { state } = this;
    const wasFiring = this.firing;
    state.timeline = withEvent(state.timeline, { kind: 'fired', startsAt: alert.startsAt, seenActiveAt });
    const unopened = state.episode === null || state.episode.phase === 'closed';
    const newer =
      !wasFiring || seenActiveAt !== undefined || state.fired === null || alert.startsAt > state.fired.alert.startsAt;
    if (unopened && this.firing && newer) {
      state.fired = { alert, receivedAt, seenActive: seenActiveAt !== undefined };
    }
    if (!wasFiring && this.firing) {
      state.standings = {};
      state.gone = null;
    }
  }

  private takeReconciled({ by, ...report }: NonNullable<ReturnType<typeof messages.parseReconciled>>): void {
    this.state.standings = withReport(this.state.standings, by, report);
    const together = combinedStanding(this.state.standings);
    if (together.standing !== 'gone' || !this.firing) return;
    this.state.timeline = withEvent(this.state.timeline, { kind: 'ended', endsAt: together.at });
    if (!this.firing) this.state.gone = together.because.join(' ');
  }

  /** A change that agent-sre made itself, or that is older than the episode, says nothing about a human. */
  private takeIssueChanged(fact: NonNullable<ReturnType<typeof messages.parseIssueChanged>>): void {
    const { episode } = this.state;
    if (
      !episode?.issue ||
      episode.issue.id !== fact.issueId ||
      episode.phase === 'closed' ||
      fact.updatedAt <= episode.openedAt
    )
      return;
    const by = fact.actor ?? 'someone in Linear';
    if (fact.stateType === 'canceled') {
      this.handOver({ by, reason: 'The issue was cancelled in Linear.', interrupts: true, closedIssue: true });
    } else if (fact.stateType === 'completed') {
      this.handOver({ by, reason: 'The issue was closed in Linear.', interrupts: false, closedIssue: true });
    } else if (fact.assigneeId !== episode.issue.assigneeId) {
      this.handOver({ by, reason: 'The issue was reassigned in Linear.', interrupts: false, closedIssue: false });
    }
  }

  /** Counts from the first event on, also before its episode has opened; of a closed incident there is nothing to take. */
  private handOver(takenOver: TakenOver): void {
    if (this.state.episode?.phase === 'closed' && !this.firing) return;
    const before = this.state.takenOver;
    this.state.takenOver = before
      ? {
          ...before,
          interrupts: before.interrupts || takenOver.interrupts,
          closedIssue: before.closedIssue || takenOver.closedIssue,
        }
      : takenOver;
  }

  private view(): IncidentView {
    const { episode, timeline, last } = this.state;
    return {
      phase: episode?.phase ?? 'opening',
      outcome: episode?.outcome ?? null,
      episode: episode?.key ?? last?.episode ?? '',
      startsAt: timeline.startsAt,
      endsAt: timeline.firing ? null : timeline.endsAt,
      issue: episode?.issue ?? last?.issue ?? null,
      awaiting: episode?.awaiting ?? 'The first look at the alert.',
    };
  }

  /**
   * Waits until `done` holds or the time is up, for days where need be. Where history has grown enough meanwhile, the
   * run is continued as a new one, which takes up the story at this very wait; `settle` finishes what is under way.
   */
  async until(done: () => boolean, settle: () => Promise<void>, timeoutMs?: number): Promise<boolean> {
    const due = (): boolean => workflowInfo().continueAsNewSuggested || this.signals >= signalsPerRun;
    const wake = (): boolean => done() || due();
    if (timeoutMs === undefined) await condition(wake);
    else if (!(await condition(wake, timeoutMs))) return false;
    if (done()) return true;
    await settle();
    await condition(allHandlersFinished);
    if (done()) return true;
    return continueWith(this.state);
  }
}

/** The start memo is given again: keys that were upserted are lost at continue-as-new. */
function continueWith(state: IncidentState): Promise<never> {
  const memo: IncidentMemo = {
    ...(workflowInfo().memo as unknown as IncidentMemo),
    ...(state.last && { lastEpisode: state.last }),
    ...(state.runs.length > 0 && { runs: state.runs }),
  };
  return makeContinueAsNewFunc<(carried: IncidentState) => Promise<unknown>>({ memo: { ...memo } })(state);
}
