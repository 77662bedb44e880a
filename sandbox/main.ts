import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readArguments, usage } from './arguments';
import { sandboxEnvironment } from './environment';
import { writeKubeconfig } from './kubernetes/server';
import { startSandbox, type Sandbox } from './start';

/** Stays up until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const { options, kubeconfig, help } = readArguments(process.argv.slice(2));
  if (help) return console.log(usage);
  const sandbox = await startSandbox(options);
  const file = path.resolve(kubeconfig);
  await mkdir(path.dirname(file), { recursive: true });
  await writeKubeconfig(file, sandbox.kubernetes.url);
  console.log(overview(sandbox, file));
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    void sandbox.close();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

function overview(sandbox: Sandbox, kubeconfig: string): string {
  const addresses: [string, string, string][] = [
    ['Linear', sandbox.linear.url, 'issues as people see them; API at /graphql'],
    ['Slack', sandbox.slack.url, 'channels and buttons; Web API at /api/'],
    ['Mail', sandbox.smtp.url, `what arrived at ${sandbox.smtp.smtpUrl}`],
    ['Fleet', sandbox.fleet.url, 'simulated load; metrics for Prometheus at /metrics'],
    ['Functions', sandbox.functions.url, 'calls; scale-pod, restart-pod, slow-job'],
    ['Kubernetes', sandbox.kubernetes.url, 'read-only API over the fleet'],
    ['prometheus-events', sandbox.events.url, `Alertmanager webhooks in, CloudEvents (${sandbox.events.mode}) out`],
  ];
  const variables = Object.entries(sandboxEnvironment(sandbox, kubeconfig));
  return [
    ...addresses.map(([name, url, what]) => `${name.padEnd(18)} ${url.padEnd(24)} ${what}`),
    ...['', 'Environment for npm run ingress and npm run worker:', ''],
    ...variables.map(([name, value]) => `export ${name}='${value}'`),
    ...['', 'Each web address also serves GET /_ledger and POST /_faults. Ctrl-C stops the sandbox.'],
  ].join('\n');
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`The sandbox did not start: ${message} Try --help.`);
  process.exitCode = 1;
});
