import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';

/** A program that runs beside this process and never outlives it. */
export interface Child {
  /** Fulfilled with the reason when the program has ended, whoever ended it. */
  readonly exited: Promise<string>;
  /** The same, and keeps this process running until then. */
  hold(): Promise<string>;
  /** What the program wrote last. */
  lastOutput(): string;
  /** Ends the program and waits until it is gone. */
  stop(): Promise<void>;
  /** Ends the program without a warning, as a crash does, and waits until it is gone. */
  crash(): Promise<void>;
}

export interface ChildOptions {
  /** Names the log file. */
  name: string;
  executable: string;
  args: string[];
  /** The program's working folder; its output goes to `<name>.log` there. */
  folder: string;
  /** The whole environment; this process's own where absent. */
  env?: NodeJS.ProcessEnv;
}

/**
 * The shell that stands between. It ends the program when its standard input closes, which happens when this process
 * stops it and also when this process is killed; five seconds later by force. SIGUSR1 makes it end the program at once.
 */
const keeper = `
trap 'kill -9 "$child"' USR1
exec 3<&0 </dev/null
"$@" 3<&- & child=$!
{
  cat <&3 >/dev/null; kill "$child"; left=50
  while kill -0 "$child" && [ $left -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
  kill -9 "$child"
} 2>/dev/null & watcher=$!
exec 3<&- 2>/dev/null
while :; do
  wait "$child"; code=$?
  kill -0 "$child" || break
done
kill "$watcher"
exit $code`;

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches this process alone, which then stops the rest
 * in its order. The program keeps no process waiting: this one may end while it runs.
 */
export function startChild({ name, executable, args, folder, env }: ChildOptions): Child {
  mkdirSync(folder, { recursive: true });
  const log = join(folder, `${name}.log`);
  const output = openSync(log, 'w');
  const child = spawn('/bin/sh', ['-c', keeper, name, executable, ...args], {
    cwd: folder,
    env,
    detached: true,
    stdio: ['pipe', output, output],
  });
  closeSync(output);
  const lifeline = child.stdin as Socket;
  lifeline.on('error', () => undefined);
  lifeline.unref();
  child.unref();
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${name} did not start: ${error.message}`));
    child.once('exit', (code, signal) => {
      lifeline.destroy();
      resolve(`${name} ended with ${signal ?? `code ${code}`}`);
    });
  });
  const hold = (): Promise<string> => {
    child.ref();
    return exited;
  };
  const stop = async (): Promise<void> => {
    lifeline.end();
    await hold();
  };
  const crash = async (): Promise<void> => {
    child.kill('SIGUSR1');
    await hold();
  };
  return { exited, hold, lastOutput: () => lastLines(readFileSync(log, 'utf8')), stop, crash };
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-10).join('\n');
