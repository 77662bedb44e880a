import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Monitoring } from '../stack/monitor';
import { Parts } from '../stack/parts';
import { startStack, type Stack } from '../stack/start';
import type { DemoArguments } from './arguments';
import { tellEnd, tellMore } from './closing-words';
import type { IncidentFacts } from './facts';
import { claimFolder } from './folder';
import { showIncident } from './incident';
import { firingAlert, measureCpu } from './measure';
import { seconds, type Screen } from './screen';
import { Watch } from './watch';

/** Short, so that a second incident can be tried at once. */
const timing = { reopenWindow: '2m', reconcileInterval: '10s', verifyTimeout: '1m', cooldown: '15s' };

/** Longest time from the raised load to the closed issue, in ms. */
const incidentDeadlineMs = 120_000;

/** 95 % of the CPU of each of two replicas, 63 % of each of three. */
const highLoad = 190;

export interface Demo {
  /** Ends everything that was started. */
  stop(): Promise<void>;
  /** Resolves when the demo has nothing more to show; rejects with the reason where an incident is not closed. */
  finished: Promise<void>;
}

/** `began`: when the command was given, milliseconds since 1970. */
export function runDemo(args: DemoArguments, screen: Screen, began: number): Demo {
  const parts = new Parts();
  return { stop: () => parts.stop(), finished: tell(args, screen, parts, began) };
}

async function tell(args: DemoArguments, screen: Screen, parts: Parts, began: number): Promise<void> {
  const stack = await start(args, screen, parts, began);
  const connection = await Connection.connect({ address: stack.temporal.address });
  parts.keep({ stop: () => connection.close() });
  const client = new Client({ connection });
  const logs = relative(process.cwd(), stack.logs);
  const show = (watch: Watch): Promise<IncidentFacts> =>
    showIncident({ screen, logs, deadlineMs: incidentDeadlineMs, read: () => watch.read() });

  const calm = await calmCpu(stack.monitoring!);
  screen.print('', `  ${screen.paint('bold', 'The incident')}`, '');
  const since = Date.now();
  await raiseLoad(stack);
  const facts = await show(new Watch(stack, client, since, calm));
  tellEnd(stack, facts, screen);
  if (args.once) return;
  tellMore(stack, screen, logs);
  for (let closedAt = facts.issue!.completedAt!; ;) {
    const next = await nextIncident(stack, closedAt);
    screen.print('', `  ${screen.paint('bold', 'Another incident')}`, '');
    const more = await show(new Watch(stack, client, next.firedAt - 1_000, next.calm));
    tellEnd(stack, more, screen);
    closedAt = more.issue!.completedAt!;
  }
}

async function start(args: DemoArguments, screen: Screen, parts: Parts, began: number): Promise<Stack> {
  const { TEMPORAL_CLI_PATH, PROMETHEUS_PATH, ALERTMANAGER_PATH } = process.env;
  const folder = claimFolder(join(process.cwd(), '.cache'));
  const programs = {
    temporal: TEMPORAL_CLI_PATH ?? 'temporal',
    prometheus: PROMETHEUS_PATH ?? 'prometheus',
    alertmanager: ALERTMANAGER_PATH ?? 'alertmanager',
  };
  const onReady = (part: string, address: string): void => {
    const elapsed = screen.paint('dim', seconds(Date.now() - began).padStart(9));
    screen.print(`${elapsed} ${screen.paint('green', '✓')} ${part.padEnd(22)}${address}`);
  };
  screen.status('  Starting everything side by side ...');
  const build = join(__dirname, '..');
  try {
    return await startStack({ build, programs, folder, ports: 'usual', via: args.via, timing, onReady }, parts);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trimEnd() : String(error);
    const logs = relative(process.cwd(), join(folder, 'logs'));
    throw new Error(`${reason}\nThe logs of all processes are in ${logs}.`, { cause: error });
  }
}

/** Waits until Prometheus has measured the fleet at rest. */
async function calmCpu(monitoring: Monitoring): Promise<number> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(200)) {
    const cpu = await measureCpu(monitoring).catch(() => undefined);
    if (cpu !== undefined) return cpu;
  }
  throw new Error(
    `Prometheus at ${monitoring.prometheus.url} does not measure the fleet. Look at its page Status, Targets.`,
  );
}

async function raiseLoad({ sandbox }: Stack): Promise<void> {
  const answer = await fetch(`${sandbox.fleet.url}/fleet/production/app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ load: highLoad }),
  });
  if (!answer.ok) throw new Error(`The load could not be raised: the fleet answered ${answer.status}.`);
}

/** The next alert that fires, with the CPU that was measured before it did. */
async function nextIncident({ monitoring }: Stack, after: number): Promise<{ firedAt: number; calm?: number }> {
  let calm: number | undefined;
  for (;;) {
    const [alert, cpu] = await Promise.all([
      firingAlert(monitoring!).catch(() => undefined),
      measureCpu(monitoring!).catch(() => undefined),
    ]);
    if (alert && alert.firedAt > after) return { firedAt: alert.firedAt, calm };
    if (cpu !== undefined && cpu < 80) calm = cpu;
    await sleep(500);
  }
}
