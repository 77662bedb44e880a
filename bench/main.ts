import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { startStack } from '../stack/start';
import { startBare } from './bare';
import { incidentRound, type IncidentRound } from './incident';
import type { BareRound } from './bare';
import { pageOf, resultOf, tableOf } from './report';

const usage = `npm run bench [-- --incidents N] [--json] [--no-page]

Measures unloaded incidents against a bare workflow in one run, prints the table and writes docs/benchmarks.md.
  --incidents N  how many are measured, after 5 that warm up (default 60)
  --json         the last line of the output is the result as JSON
  --no-page      leaves docs/benchmarks.md as it is`;

const warmUp = 5;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      incidents: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
      'no-page': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const build = join(__dirname, '..');
  const root = process.cwd();
  const programs = {
    temporal: process.env.TEMPORAL_CLI_PATH!,
    prometheus: process.env.PROMETHEUS_PATH!,
    alertmanager: process.env.ALERTMANAGER_PATH!,
  };
  const timing = { verifyTimeout: '3s', cooldown: '1ms' };
  const stack = await startStack({ build, programs, folder: join(root, '.cache', 'bench'), timing });
  try {
    const { rounds, bare } = await measure(stack, Number(values.incidents));
    const result = resultOf(rounds, bare, about(programs.temporal));
    console.log(tableOf(result));
    if (!values['no-page']) await writeFile(join(root, 'docs', 'benchmarks.md'), pageOf(result));
    if (values.json) console.log(JSON.stringify(result));
  } finally {
    await stack.stop();
  }
}

/** The two take turns, so that whatever else the machine does meets both. */
async function measure(stack: Awaited<ReturnType<typeof startStack>>, incidents: number) {
  const connection = await Connection.connect({ address: stack.temporal.address });
  const client = new Client({ connection });
  const yardstick = await startBare(stack.temporal.address);
  const rounds: IncidentRound[] = [];
  const bare: BareRound[] = [];
  try {
    for (let index = 0; index < incidents + warmUp; index += 1) {
      const measured = [await incidentRound(stack, client), await yardstick.round(index)] as const;
      if (index < warmUp) continue;
      rounds.push(measured[0]);
      bare.push(measured[1]);
    }
  } finally {
    await yardstick.stop();
    await connection.close();
  }
  return { rounds, bare };
}

function about(temporalPath: string) {
  const server = execFileSync(temporalPath, ['--version'], { encoding: 'utf8' }).trim();
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GiB, Linux ${release()}`,
    versions: `Node ${process.version}, ${server}`,
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
