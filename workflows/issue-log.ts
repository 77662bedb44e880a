import { ActivityFailure, ApplicationFailure, isCancellation, log, sleep } from '@temporalio/workflow';
import type { OpenIssueInput } from '../activities/linear/contract';
import type { IssueComment, IssueWrite } from '../domain/incident';
import { linear, openPatience, writePatience } from './activities';
import type { Episode } from './incident-state';
import { markIncident } from './search-attributes';

const firstPauseMs = 10_000;
const longestPauseMs = 300_000;

/** Failure type of a write that Linear will never take, such as one on a deleted issue. */
export const rejectedByLinear = 'linear-rejected';

/**
 * Everything that an episode writes to Linear, in order: one write at a time, each tried until Linear has it, while
 * the incident goes on. Only closing waits for all of it.
 */
export class IssueLog {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly episode: Episode) {}

  /** Opens the issue; after `openPatience` the incident goes on without it and the opening is tried on behind it. */
  async open(input: OpenIssueInput): Promise<void> {
    try {
      this.episode.issue = await linear('open-issue', openPatience).openIssue(input);
    } catch (error) {
      rethrowCancellation(error);
      log.warn('Linear did not take the issue in time, going on without it');
      this.enqueue('open-issue', async () => {
        const issue = await linear('open-issue', writePatience).openIssue(input);
        this.episode.issue = issue;
        markIncident({ LinearIssue: issue.identifier });
      });
    }
  }

  /** A comment of a kind that an episode has at most once. */
  comment(step: string, comment: IssueComment, ...more: IssueWrite[]): void {
    this.write(step, [{ write: 'comment', step, comment }, ...more]);
  }

  /** A comment of a kind that can come again. */
  commentAgain(comment: IssueComment, ...more: IssueWrite[]): void {
    this.episode.comments += 1;
    this.comment(`${comment.kind}-${this.episode.comments}`, comment, ...more);
  }

  write(step: string, writes: IssueWrite[]): void {
    this.enqueue(step, async () => {
      const { issue, alert, key } = this.episode;
      if (!issue) return;
      const input = { issue, fingerprint: alert.fingerprint, episode: key, writes };
      await unlessRejected(step, () => linear(step, writePatience).updateIssue(input));
    });
  }

  /** Resolves when Linear has everything that was written so far. */
  written(): Promise<void> {
    return this.tail;
  }

  private enqueue(step: string, work: () => Promise<void>): void {
    this.tail = this.tail.then(() => untilTaken(step, work));
  }
}

/** A write that Linear refuses for good, such as one on a deleted issue, must not hold up those behind it. */
async function unlessRejected(step: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isRejected(error)) throw error;
    log.error('Linear refused a write for good; it is in the audit log', { step });
  }
}

/** An issue is opened whatever it takes: someone may have to mend the key, the team or Linear itself first. */
async function untilTaken(step: string, work: () => Promise<void>): Promise<void> {
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      rethrowCancellation(error);
      log.warn('Linear did not take a write, trying on', { step });
      await sleep(pause);
    }
  }
}

function isRejected(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof ApplicationFailure &&
    error.cause.type === rejectedByLinear
  );
}

function rethrowCancellation(error: unknown): void {
  if (isCancellation(error)) throw error;
}
