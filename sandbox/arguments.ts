import { parseArgs } from 'node:util';
import type { EventMode } from './events/cloud-event';
import type { SandboxOptions, SandboxPorts } from './start';

export interface SandboxArguments {
  options: SandboxOptions;
  /** Where the kubeconfig is written. */
  kubeconfig: string;
  help: boolean;
}

/** The ports of `npm run sandbox` where no flag says otherwise. */
export const defaultPorts: SandboxPorts = {
  ...{ linear: 4010, slack: 4020, smtp: 4025, mail: 4026 },
  ...{ functions: 4030, fleet: 4040, kubernetes: 4050, events: 4060 },
};

export const usage = `Usage: npm run sandbox -- [options]

Starts stand-ins for Linear, Slack, mail, functions, Kubernetes and prometheus-events, and a simulated fleet.

  --host HOST                    address to listen on (default 127.0.0.1)
${Object.entries(defaultPorts)
  .map(([name, port]) => `  ${`--${name}-port PORT`.padEnd(29)}  default ${port}; 0 = any free one`)
  .join('\n')}
  --team-key KEY                 key of the Linear team (default SRE)
  --linear-webhook-url URL       where Linear's issue events go (with --linear-webhook-secret)
  --linear-webhook-secret TEXT
  --slack-interactivity-url URL  where clicks in Slack go (with --slack-signing-secret)
  --slack-signing-secret TEXT
  --events-sink URL              where prometheus-events sends CloudEvents
  --events-token TEXT            its bearer token
  --events-mode MODE             binary (default), structured or batched
  --kubeconfig FILE              written at start (default .cache/sandbox/kubeconfig)
  --help
`;

const texts = [
  ...[
    'host',
    'team-key',
    'linear-webhook-url',
    'linear-webhook-secret',
    'slack-interactivity-url',
    'slack-signing-secret',
  ],
  ...['events-sink', 'events-token', 'events-mode', 'kubeconfig'],
];
const modes: readonly string[] = ['binary', 'structured', 'batched'] satisfies EventMode[];

/** Throws an error whose message says which flag is wrong. */
export function readArguments(args: string[]): SandboxArguments {
  const names = [...texts, ...Object.keys(defaultPorts).map((name) => `${name}-port`)];
  const declared = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args, options: { ...declared, help: { type: 'boolean' } } });
  const given = values as Record<string, string | undefined>;
  const {
    'events-mode': mode = 'binary',
    'team-key': teamKey,
    host,
    'events-sink': sinkUrl,
    'events-token': token,
  } = given;
  if (!modes.includes(mode)) throw new Error(`--events-mode must be binary, structured or batched, not "${mode}".`);
  const webhook = pair(given, 'linear-webhook-url', 'linear-webhook-secret');
  const interactivity = pair(given, 'slack-interactivity-url', 'slack-signing-secret');
  return {
    help: Boolean(values.help),
    kubeconfig: given.kubeconfig ?? '.cache/sandbox/kubeconfig',
    options: {
      ...{ host, ports: portsOf(given) },
      linear: { teamKey, ...(webhook && { webhook: { url: webhook[0], secret: webhook[1] } }) },
      slack: { ...(interactivity && { interactivity: { url: interactivity[0], signingSecret: interactivity[1] } }) },
      events: { mode: mode as EventMode, ...(sinkUrl && { sink: { url: sinkUrl, ...(token && { token }) } }) },
    },
  };
}

function portsOf(given: Record<string, string | undefined>): SandboxPorts {
  const ports = Object.entries(defaultPorts).map(([name, port]) => {
    const written = given[`${name}-port`] ?? String(port);
    if (!/^\d{1,5}$/.test(written) || Number(written) > 65_535)
      throw new Error(`--${name}-port must be a port from 0 to 65535, not "${written}".`);
    return [name, Number(written)];
  });
  return Object.fromEntries(ports) as SandboxPorts;
}

/** Two flags that only make sense together. */
function pair(given: Record<string, string | undefined>, one: string, other: string): [string, string] | undefined {
  const [first, second] = [given[one], given[other]];
  if (first && second) return [first, second];
  if (first || second) throw new Error(`--${one} and --${other} must be given together.`);
  return undefined;
}
