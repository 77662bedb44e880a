import type { BareRound } from './bare';
import type { IncidentRound } from './incident';
import { percentile, spreadOf, type Spread } from './statistics';

export interface BenchResult {
  date: string;
  machine: string;
  versions: string;
  incidents: number;
  accepted_ms: Spread;
  alert_to_issue_ms: Spread;
  alert_to_function_ms: Spread;
  bare_first_call_ms: Spread;
  bare_second_call_ms: Spread;
  /** Product to bare workflow, medians. */
  issue_ratio: number;
  function_ratio: number;
  events_per_incident: number;
  bytes_per_incident: number;
  actions_per_incident: number;
}

export function resultOf(
  rounds: IncidentRound[],
  bare: BareRound[],
  about: Pick<BenchResult, 'date' | 'machine' | 'versions'>,
): BenchResult {
  const each = (value: keyof IncidentRound): number[] => rounds.map((round) => round[value]);
  const first = bare.map((round) => round.first);
  const second = bare.map((round) => round.second);
  return {
    ...about,
    incidents: rounds.length,
    accepted_ms: spreadOf(each('accepted')),
    alert_to_issue_ms: spreadOf(each('issue')),
    alert_to_function_ms: spreadOf(each('call')),
    bare_first_call_ms: spreadOf(first),
    bare_second_call_ms: spreadOf(second),
    issue_ratio: ratio(each('issue'), first),
    function_ratio: ratio(each('call'), second),
    events_per_incident: percentile(each('events'), 0.5),
    bytes_per_incident: percentile(each('bytes'), 0.5),
    actions_per_incident: percentile(each('actions'), 0.5),
  };
}

const ratio = (product: number[], bare: number[]): number =>
  Math.round((percentile(product, 0.5) / percentile(bare, 0.5)) * 100) / 100;

/** Markdown, which reads as well in a terminal. */
export function tableOf(result: BenchResult): string {
  const row = (name: string, { p50, p95, p99 }: Spread, to = ''): string =>
    `| ${name.padEnd(36)} | ${[p50, p95, p99].map((ms) => String(ms).padStart(5)).join(' | ')} | ${to.padStart(6)} |`;
  return [
    `| ${'milliseconds from sending the alert'.padEnd(36)} |   p50 |   p95 |   p99 |  ratio |`,
    `| ${'-'.repeat(36)} | ----: | ----: | ----: | -----: |`,
    row('answered 202', result.accepted_ms),
    row('issue created in Linear', result.alert_to_issue_ms, `${result.issue_ratio}`),
    row('bare workflow, first call', result.bare_first_call_ms, '1'),
    row('function called', result.alert_to_function_ms, `${result.function_ratio}`),
    row('bare workflow, second call', result.bare_second_call_ms, '1'),
    '',
    '| per incident, until its issue is completed | median |',
    '| ------------------------------------------ | -----: |',
    `| history events                             | ${String(result.events_per_incident).padStart(6)} |`,
    `| bytes of history                           | ${String(result.bytes_per_incident).padStart(6)} |`,
    `| Temporal actions                           | ${String(result.actions_per_incident).padStart(6)} |`,
  ].join('\n');
}

export function pageOf(result: BenchResult): string {
  return `# Benchmarks

Written by \`npm run bench\` on ${result.date}; run it to get your own. ${result.incidents} incidents one after the other, each beside
a round of a bare workflow on the same server: two remote activities in a row, one HTTP call each, no product code.

- Machine: ${result.machine}
- Versions: ${result.versions}
- Server: embedded development server, in memory, with \`history.transferProcessorMaxPollRPS=2000\` and
  \`system.enableActivityEagerExecution=true\`; sandbox without latency; real Prometheus.

${tableOf(result)}

The ratio compares medians of the same run. What an incident does before its issue that the bare workflow does not:
validation, assessment (four Prometheus queries, selection, on-call), one GraphQL document of five writes.
`;
}
