import { createHmac, randomUUID } from 'node:crypto';
import type { Ledger } from '../ledger';
import type { IssueChange } from './issues';
import { readField } from './relations';
import type { Workspace } from './workspace';

export interface WebhookTarget {
  url: string;
  /** Key of the signature. */
  secret: string;
}

/** After a failed delivery, in milliseconds. Linear waits a minute, an hour and six hours. */
const defaultRetryDelays = [1000, 5000, 30_000];
const answerWithinMs = 5000;

/** Sends signed issue events, one after the other, so that a receiver sees changes in their order. */
export class WebhookSender {
  target: WebhookTarget | undefined;
  private last: Promise<void> = Promise.resolve();
  private readonly closing = new AbortController();

  constructor(
    private readonly ledger: Ledger,
    target?: WebhookTarget,
    private readonly retryDelaysMs: number[] = defaultRetryDelays,
  ) {
    this.target = target;
  }

  send(payload: object, key: string): void {
    const target = this.target;
    if (!target) return;
    const delivery = randomUUID();
    this.last = this.last.then(() => this.deliver(target, payload, { delivery, issue: key }));
  }

  /** Gives up what is still to be sent. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.last;
  }

  private async deliver(
    target: WebhookTarget,
    payload: object,
    keys: { delivery: string; issue: string },
  ): Promise<void> {
    for (const delayMs of [0, ...this.retryDelaysMs]) {
      if (!(await this.wait(delayMs))) return;
      const outcome = await this.attempt(target, payload, keys.delivery);
      const arrived = outcome === 200;
      this.ledger.append({ operation: 'webhook', result: arrived ? 'applied' : 'refused', keys, detail: { outcome } });
      if (arrived) return;
    }
  }

  private async attempt(target: WebhookTarget, payload: object, delivery: string): Promise<number | string> {
    const body = JSON.stringify({ ...payload, webhookTimestamp: Date.now(), webhookId: delivery });
    try {
      const answer = await fetch(target.url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Linear-Webhook',
          'Linear-Delivery': delivery,
          'Linear-Event': 'Issue',
          'Linear-Signature': createHmac('sha256', target.secret).update(body).digest('hex'),
        },
        body,
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(answerWithinMs)]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch (error) {
      return error instanceof Error ? error.message : 'failed';
    }
  }

  /** `false` where the sender closes meanwhile. */
  private wait(delayMs: number): Promise<boolean> {
    const { signal } = this.closing;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(false);
      const stop = (): void => {
        clearTimeout(timer);
        resolve(false);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve(!signal.aborted);
      }, delayMs);
      signal.addEventListener('abort', stop, { once: true });
    });
  }
}

/** The body of an issue event, without what each delivery adds. */
export function issueEvent(
  { action, issue, actor, updatedFrom }: IssueChange,
  workspace: Workspace,
  baseUrl: string,
): object {
  const read = (field: string): unknown => readField(issue, field, workspace, baseUrl);
  const { __typename, ...data } = issue;
  const url = read('url');
  return {
    ...{ action, type: __typename, createdAt: issue.updatedAt, url, organizationId: workspace.teams[0]!.id },
    actor: { id: actor.id, type: 'user', name: actor.name, email: actor.email, url: `${baseUrl}/` },
    data: {
      ...{ ...data, url, priorityLabel: read('priorityLabel') },
      ...{ state: read('state'), team: read('team'), assignee: read('assignee'), labels: read('labels') },
    },
    ...(updatedFrom && { updatedFrom }),
  };
}
