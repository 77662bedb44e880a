import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentFacts } from './facts';
import { missing, overdue } from './overdue';
import { stepLines, type Screen } from './screen';
import { nextStep, timelineOf, type Step, type StepName } from './timeline';

export interface Showing {
  screen: Screen;
  /** Folder of the logs. */
  logs: string;
  read(): Promise<IncidentFacts>;
  /** How long the incident may take, in ms. */
  deadlineMs: number;
}

const everyMs = 200;

/** Prints each step as soon as it is known, until the issue is completed. Rejects with what is missing at the deadline. */
export async function showIncident({ screen, logs, read, deadlineMs }: Showing): Promise<IncidentFacts> {
  const began = Date.now();
  const shown = new Set<StepName>();
  const named = new Set<StepName>();
  let moved = began;
  for (;;) {
    const facts = await read().catch(() => undefined);
    const steps = facts ? timelineOf(facts) : [];
    const zero = facts?.fired?.at;
    for (const step of zero === undefined ? [] : unseen(steps, shown)) {
      screen.print(...stepLines(step, zero!, screen.paint));
      moved = Date.now();
    }
    const next = nextStep(steps);
    if (facts && next === undefined) return facts;
    const waited = Date.now() - moved;
    if (Date.now() - began > deadlineMs) throw new Error(missing(next ?? 'fired', waited, logs));
    const late = next && !named.has(next) && overdue(next, waited, logs);
    if (late) {
      named.add(next);
      screen.print(screen.paint('yellow', late));
    }
    screen.status(statusOf(facts, zero));
    await sleep(everyMs);
  }
}

function unseen(steps: Step[], shown: Set<StepName>): Step[] {
  const fresh = steps.filter(({ name }) => !shown.has(name));
  for (const { name } of fresh) shown.add(name);
  return fresh;
}

/** What the incident itself says that it waits for. */
function statusOf(facts: IncidentFacts | undefined, zero: number | undefined): string {
  if (zero === undefined) return '  Waiting for Prometheus to see the load and to fire ...';
  const elapsed = ((Date.now() - zero) / 1000).toFixed(0);
  const [awaited] = (facts?.view?.awaiting ?? 'the first look at the alert').split(/[;.](?:\s|$)/);
  return `  ${elapsed} s  Waiting for ${awaited} ...`;
}
