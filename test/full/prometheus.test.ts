import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createPrometheus } from '../../activities/prometheus/client';
import type { Prometheus } from '../../activities/prometheus/client';
import { readSlm } from '../../activities/prometheus/slm';
import { createVerificationActivities } from '../../activities/verification/activities';
import type { Check, Parameters, VerificationResult } from '../../domain/remediation';
import type { MonitoringProgram } from '../../programs/monitoring';
import { startPrometheus } from '../../programs/monitoring';
import type { Listening } from '../activities/listen';
import { listen } from '../activities/listen';
import { eventually } from '../support/eventually';

jest.setTimeout(60_000);

const awkward = 'it\'s "a\\b" `c` {d} é';
const rules = `
groups:
  - name: test
    interval: 250ms
    rules:
      - record: namespace_pod:cpu:max
        expr: max by (namespace, pod) (pod_cpu)
      - alert: PodCPUHigh
        expr: namespace_pod:cpu:max > 80
        labels: {severity: warning, slo: availability}
`;
const config = (target: string) => `
global: {scrape_interval: 250ms}
rule_files: [rules.yml]
scrape_configs:
  - job_name: pods
    static_configs: [{targets: ['${target}']}]
`;

let cpu: number;
let folder: string;
let exporter: Listening;
let program: MonitoringProgram;
let prometheus: Prometheus;

beforeAll(async () => {
  const executable = process.env.PROMETHEUS_PATH;
  if (!executable) throw new Error('PROMETHEUS_PATH must name Prometheus: run this suite with `npm run test:full`.');
  exporter = await listen((_, response) => {
    const slo = `slo="${awkward.replace(/[\\"]/g, '\\$&')}"`;
    response.end(
      `pod_cpu{namespace="production",pod="app-xyz"} ${cpu}\npod_cpu{namespace="production",pod="other"} 99\n` +
        `slo:target{${slo}} 0.999\nsli:current{${slo},sli="http"} NaN\nslo:error_budget_remaining{${slo}} +Inf\n`,
    );
  });
  folder = await mkdtemp(join(tmpdir(), 'agent-sre-prometheus-'));
  const configFile = join(folder, 'prometheus.yml');
  await writeFile(configFile, config(new URL(exporter.url).host));
  await writeFile(join(folder, 'rules.yml'), rules);
  program = await startPrometheus({ executable, configFile, folder });
  prometheus = createPrometheus({ url: program.url });
});
afterAll(async () => {
  await program?.stop();
  await exporter?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  cpu = 95;
  await eventually(async () => (await firing())?.some(({ labels }) => labels.pod === 'app-xyz'));
});

const firing = async () => (await prometheus.alertingRules('PodCPUHigh'))[0]?.alerts;

const labels = {
  alertname: 'PodCPUHigh',
  cluster: 'lab',
  namespace: 'production',
  pod: 'app-xyz',
  severity: 'warning',
  slo: 'availability',
};

function verify(
  checks: Check[],
  withinMs: number,
  notBefore = Date.now(),
  parameters: Parameters = {},
): Promise<VerificationResult> {
  const activities = createVerificationActivities({ prometheus, clock: Date.now });
  return new MockActivityEnvironment().run(activities.verify, {
    alert: { labels, fingerprint: 'ccf40201d09f839c' },
    checks,
    parameters: { limit: 80, ...parameters },
    notBefore: new Date(notBefore).toISOString(),
    deadline: new Date(Date.now() + withinMs).toISOString(),
    intervalMs: 100,
  });
}
const usage: Check = {
  kind: 'promql',
  name: 'CPU usage',
  query: 'pod_cpu{pod="{pod}"}',
  op: '<',
  value: 80,
  unit: '%',
};

it('a remediation that worked is verified by values from after it', async () => {
  const verifying = verify([{ kind: 'expression' }, usage, { kind: 'alert-gone' }], 20_000);
  setTimeout(() => (cpu = 45), 600);
  expect(await verifying).toMatchObject({
    verdict: 'verified',
    checks: [
      { name: 'Alert expression', status: 'passed', measured: '45', expected: '<= 80' },
      { name: 'CPU usage', status: 'passed', measured: '45%', expected: '< 80%' },
      { name: 'Alert in Prometheus', status: 'passed', measured: 'inactive' },
    ],
  });
});

it('a remediation that did nothing has failed, with the value of its own series', async () => {
  const result = await verify([{ kind: 'expression' }, usage, { kind: 'alert-gone' }], 2_000);
  expect(result).toMatchObject({
    verdict: 'failed',
    checks: [{ measured: '95' }, { measured: '95%' }, { measured: 'firing' }],
  });
});

it('values from before the end of the execution verify nothing', async () => {
  cpu = 45;
  await sleep(1_000);
  const result = await verify([{ kind: 'expression' }, usage, { kind: 'alert-gone' }], 500, Date.now() + 60_000);
  expect(result.verdict).toBe('unverified');
  expect(result.checks.map(({ status }) => status)).toEqual(Array(3).fill('not-available'));
});

it('the service level of an SLO is read under whatever name it has', async () => {
  expect(await readSlm(prometheus, { slo: awkward })).toEqual({
    slo: awkward,
    sli: null,
    target: 0.999,
    current: null,
    errorBudgetRemaining: null,
    burnRate: null,
    seriesCount: 1,
  });
});

it('a placeholder in a query stands for its value, whatever that holds', async () => {
  const query = `slo:target{slo="{name}",slo='{name}',slo=~"{name}|x",slo!="{limit}"}`;
  const check: Check = { kind: 'promql', name: 'Target', query, op: '<', value: 1 };
  const result = await verify([check], 20_000, Date.now(), { name: awkward });
  expect(result).toMatchObject({ verdict: 'verified', checks: [{ measured: '0.999' }] });
});
