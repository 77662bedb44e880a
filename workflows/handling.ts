import { setCurrentDetails } from '@temporalio/workflow';
import { handOverOf } from '../domain/hand-over';
import type { HandOver, IncidentPhase } from '../domain/incident';
import { withBudget } from '../domain/outcome';
import { decidePriority } from '../domain/priority';
import { alertSeverity } from '../domain/alert';
import type { SlmContext } from '../domain/slm';
import { combinedStanding } from '../domain/standing';
import { readSlm } from './activities';
import type { SearchAttributeName } from './contracts';
import { currentDetails } from './details';
import type { IncidentDesk } from './incident-desk';
import type { Episode } from './incident-state';
import { IssueLog } from './issue-log';
import { Notifier } from './notifier';
import { markIncident } from './search-attributes';

/** An episode in the hands of the workflow: what is known, and the channels that it is told on. */
export class Handling {
  readonly issue: IssueLog;
  readonly notifier: Notifier;

  constructor(
    readonly desk: IncidentDesk,
    readonly episode: Episode,
  ) {
    this.issue = new IssueLog(episode);
    this.notifier = new Notifier(episode, this.issue);
  }

  /** Finishes what is under way, before a continue-as-new or closing. */
  readonly settle = async (): Promise<void> => {
    await this.notifier.settled();
    await this.issue.written();
  };

  /** Shown in the Web UI as the current details. */
  say(awaiting: string): void {
    this.episode.awaiting = awaiting;
    setCurrentDetails(currentDetails(this.desk.state, this.episode));
  }

  enter(phase: IncidentPhase, more: Partial<Record<SearchAttributeName, string>> = {}): void {
    if (this.episode.phase === phase) return;
    this.episode.phase = phase;
    markIncident({ IncidentPhase: phase, ...more });
  }

  escalate(reason: string): void {
    if (this.episode.escalated) return;
    this.episode.escalated = true;
    this.issue.comment('escalated', { kind: 'escalated', handOver: this.handOver(reason) });
    this.notifier.tell('escalated', `Escalated to ${this.episode.onCall?.name ?? 'the on-call engineer'}: ${reason}`);
    this.enter('escalated');
  }

  handOver(reason: string): HandOver {
    const { onCall, selection, execution, verification, undo } = this.episode;
    return handOverOf({
      to: onCall,
      reason,
      selection,
      execution,
      verification,
      undo,
      startsAt: this.desk.state.timeline.startsAt,
    });
  }

  /** Reads the SLO again; a changed severity changes the priority, with one comment. */
  async refreshSlm(): Promise<void> {
    if (this.episode.slm !== null) this.takeSlm(await readSlm(this.episode.alert.labels));
  }

  takeSlm(slm: SlmContext | null): void {
    const { episode } = this;
    if (episode.slm === null || slm === null) return;
    const changed = slm.severity !== null && slm.severity !== episode.slm.severity;
    episode.budget = withBudget(episode.budget, slm.errorBudgetRemaining);
    if (changed) this.changePriority(slm);
  }

  private changePriority(slm: SlmContext): void {
    const { episode } = this;
    const from = episode.priority;
    const to = decidePriority(alertSeverity(episode.alert.labels), slm);
    episode.slm = slm;
    if (to.priority === from.priority) return;
    episode.priority = to;
    this.issue.commentAgain({ kind: 'priority-changed', from, to, slm }, { write: 'priority', to });
  }

  /** Whether something has come that the issue has not been told yet. */
  hasNews(): boolean {
    const { told } = this.episode;
    return (this.desk.takenOver !== null && !told.takenOver) || this.desk.parking !== told.standing;
  }

  /** Tells the issue that a human took over, or that the alert was silenced, inhibited or is heard again. */
  async tellNews(): Promise<void> {
    const { told } = this.episode;
    const takenOver = this.desk.takenOver;
    if (takenOver && !told.takenOver) {
      told.takenOver = true;
      this.issue.comment('taken-over', {
        kind: 'taken-over',
        by: takenOver.by,
        reason: takenOver.reason,
        interrupted: this.episode.execution?.status === 'cancelled',
      });
      this.notifier.tell('taken-over', `${takenOver.by} took over. Automation has stopped.`);
      this.enter('handed-over');
    }
    const { parking } = this.desk;
    if (parking === told.standing) return;
    told.standing = parking;
    this.tellParking(parking);
    await this.refreshSlm();
  }

  private tellParking(parking: 'active' | 'silenced' | 'inhibited'): void {
    if (parking === 'active') {
      this.issue.commentAgain({ kind: 'resumed' });
      if (this.episode.phase === 'parked') this.enter(this.phaseUnparked());
      return;
    }
    const { because } = combinedStanding(this.desk.state.standings);
    this.issue.commentAgain({ kind: 'parked', standing: parking, by: because });
    if (!this.desk.takenOver) this.enter('parked');
  }

  private phaseUnparked(): IncidentPhase {
    if (this.episode.escalated) return 'escalated';
    return this.episode.remediationOver ? 'waiting' : 'remediating';
  }
}
