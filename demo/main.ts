import { readArguments, usage, type DemoArguments } from './arguments';
import { Screen } from './screen';

/** Longest time to end everything before the process ends anyway; what is left then ends with it. */
const stopWithinMs = 10_000;

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

async function main(args: DemoArguments): Promise<void> {
  const began = Date.now() - performance.now();
  const screen = new Screen(process.stdout, Boolean(process.env.NO_COLOR));
  screen.print(
    '',
    `  ${screen.paint('bold', 'agent-sre')}  an alert, from firing to closed, handled before your eyes`,
    '',
  );
  // Loaded after the first sign of life: the stand-ins and the Temporal client take a second. Node itself resolves this
  // import, so it needs the extension.
  const { runDemo } = await import('./run.js');
  const demo = runDemo(args, screen, began);
  const end = async (code: number): Promise<never> => {
    screen.status('  Ending everything ...');
    setTimeout(() => process.exit(code), stopWithinMs).unref();
    await demo.stop();
    screen.status('');
    process.exit(code);
  };
  let ending = false;
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => {
      if (ending) process.exit(code);
      ending = true;
      void end(code);
    });
  }
  const reason = await demo.finished.then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
  if (ending) return;
  if (reason !== undefined) screen.print('', screen.paint('red', reason));
  await end(reason === undefined ? 0 : 1);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `undefined` where the arguments make no sense; then the usage is shown. */
function readCommandLine(): DemoArguments | undefined {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${usage}`);
    return undefined;
  }
}

const args = readCommandLine();
if (!args) process.exitCode = 2;
else if (args.help) process.stdout.write(usage);
else
  main(args).catch((error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = 1;
  });
