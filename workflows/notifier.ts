import { ActivityFailure, isCancellation, workflowInfo } from '@temporalio/workflow';
import { stepKey } from '../domain/step';
import { emailOnCall, slack } from './activities';
import type { Episode } from './incident-state';
import type { IssueLog } from './issue-log';

/**
 * Tells people on Slack and by email, beside the other steps and delaying none. A message that can't be delivered is
 * recorded on the issue and fails nothing.
 */
export class Notifier {
  private slackTail: Promise<void> = Promise.resolve();
  private email: Promise<void> = Promise.resolve();

  constructor(
    private readonly episode: Episode,
    private readonly issue: IssueLog,
  ) {}

  open(next: string): void {
    const { alert, slm, priority, issue, onCall, settings } = this.episode;
    const { workflowId, runId } = workflowInfo();
    const notice = { alert, slm, priority, issue, onCall, next };
    if (settings.channels.slack) {
      this.enqueue('slack-opening', async (key) => {
        this.episode.thread = await slack('slack-opening').postOpening({ key, notice, workflowId, runId });
      });
    }
    if (settings.channels.email && onCall) {
      this.email = this.deliver('email', () => emailOnCall({ key: this.key('email'), notice, workflowId, runId }));
    }
  }

  /** A later event, in the opening message's thread. `step` names it for ever. */
  tell(step: string, text: string): void {
    if (!this.episode.settings.channels.slack) return;
    this.enqueue(`slack-${step}`, async (key) => {
      const { thread } = this.episode;
      if (thread) await slack(`slack-${step}`).postToThread({ key, thread, text });
    });
  }

  async settled(): Promise<void> {
    await Promise.all([this.slackTail, this.email]);
  }

  private enqueue(step: string, post: (key: string) => Promise<void>): void {
    this.slackTail = this.slackTail.then(() => this.deliver('Slack', () => post(this.key(step))));
  }

  private async deliver(channel: 'Slack' | 'email', send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      const reason = error.cause?.message ?? error.message;
      this.issue.comment(`notification-failed-${channel}`, { kind: 'notification-failed', channel, reason });
    }
  }

  private key(step: string): string {
    return stepKey(this.episode.alert.fingerprint, this.episode.key, step);
  }
}
