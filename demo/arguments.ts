import { parseArgs } from 'node:util';

export interface DemoArguments {
  /** Ends when the issue is closed. */
  once: boolean;
  via: 'alertmanager' | 'cloudevents';
  help: boolean;
}

export const usage = `Usage: npm run demo -- [options]

Lets a real alert fire and shows how agent-sre handles it, from alert to closed
issue, with everything that it needs running on this machine.

  --once             end when the issue is closed: 0 if it was, 1 if not
  --via WAY          alertmanager (default): Alertmanager calls the ingress
                     cloudevents: its alerts arrive as CloudEvents
  --help             show this
`;

const ways: readonly string[] = ['alertmanager', 'cloudevents'] satisfies DemoArguments['via'][];

/** Throws an error whose message says which argument is wrong. */
export function readArguments(args: string[]): DemoArguments {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean', default: false },
      via: { type: 'string', default: 'alertmanager' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (!ways.includes(values.via)) throw new Error(`--via must be alertmanager or cloudevents, not "${values.via}".`);
  return { once: values.once, via: values.via as DemoArguments['via'], help: values.help };
}
