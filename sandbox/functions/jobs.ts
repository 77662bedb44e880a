import { randomUUID } from 'node:crypto';
import type { Ledger } from '../ledger';
import type { FunctionOutcome, LongRun } from './functions';

export interface Job {
  id: string;
  outcome: FunctionOutcome;
}

const callbackAttempts = 3;
const callbackWithinMs = 2000;

/** Functions that run on after they answered 202. */
export class Jobs {
  private readonly jobs = new Map<string, Job>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly ledger: Ledger) {}

  get(id: string): Job | undefined {
    return this.jobs.get(id);
  }

  /** Starts it; tells `callback` when it ended, where given. */
  start(run: LongRun, callback: string | undefined): Job {
    const job: Job = { id: randomUUID(), outcome: { status: 'running', message: 'Still running' } };
    this.jobs.set(job.id, job);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      job.outcome = run.finish();
      this.ledger.append({ operation: 'job', result: 'applied', keys: { job: job.id }, detail: job.outcome });
      if (callback) void this.tell(callback, job);
    }, run.runsForMs);
    this.timers.add(timer);
    return job;
  }

  close(): void {
    this.timers.forEach(clearTimeout);
  }

  /** The address holds a token, so it is kept out of the ledger. */
  private async tell(callback: string, job: Job): Promise<void> {
    for (let attempt = 1; attempt <= callbackAttempts; attempt += 1) {
      const status = await post(callback, job.outcome);
      const arrived = typeof status === 'number' && status < 300;
      this.ledger.append({
        ...{ operation: 'callback', result: arrived ? 'applied' : 'refused', keys: { job: job.id } },
        detail: { attempt, status },
      });
      if (arrived) return;
    }
  }
}

async function post(url: string, body: object): Promise<number | 'unreachable'> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(callbackWithinMs),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 'unreachable';
  }
}
