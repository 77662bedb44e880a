import { MockActivityEnvironment } from '@temporalio/testing';
import { CancelledFailure } from '@temporalio/common';
import { PrometheusRefused, PrometheusUnavailable } from '../../../activities/prometheus/errors';
import type { Check } from '../../../domain/remediation';
import { FakePrometheus, narrowedTo, ownSeries, verify } from './fixture';

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();
const unavailable: Check = { kind: 'pod-phase', pod: 'app-xyz', namespace: 'production', phase: 'Running' };

/** A Prometheus whose value falls with every look. */
function falling(...values: number[]) {
  const prometheus = new FakePrometheus().sampled(narrowedTo('pod_cpu'), 1);
  let looks = 0;
  const { query } = prometheus;
  prometheus.query = (expression) => {
    if (expression === 'pod_cpu') {
      prometheus.knows('pod_cpu', ownSeries(values[Math.min(looks, values.length - 1)]!));
      looks += 1;
    }
    return query.call(prometheus, expression);
  };
  return { prometheus, looks: () => looks };
}

it('measures until every check passed, and ends there', async () => {
  const { prometheus, looks } = falling(95, 85, 45, 99);
  const result = await verify({ prometheus }, { deadline: soon(5_000) });
  expect(result).toMatchObject({ verdict: 'verified', checks: [{ status: 'passed', measured: '45' }] });
  expect(looks()).toBe(3);
  expect(Date.parse(result.endedAt) - Date.parse(result.startedAt)).toBeGreaterThanOrEqual(190);
});

it('has failed where the time is up and a check does not hold, with the last value', async () => {
  const { prometheus, looks } = falling(95, 90);
  expect(await verify({ prometheus }, { deadline: soon(250) })).toMatchObject({
    verdict: 'failed',
    checks: [{ status: 'failed', measured: '90' }],
  });
  expect(looks()).toBeGreaterThanOrEqual(3);
});

it('measures once where the time is up from the start', async () => {
  const { prometheus, looks } = falling(95, 45);
  expect(await verify({ prometheus }, { deadline: soon(-1_000) })).toMatchObject({ verdict: 'failed' });
  expect(looks()).toBe(1);
});

it('waits for what can still be measured', async () => {
  const { prometheus } = falling(45);
  prometheus.sampled(narrowedTo('pod_cpu'), -1);
  setTimeout(() => prometheus.sampled(narrowedTo('pod_cpu'), 1), 150);
  expect(await verify({ prometheus }, { deadline: soon(5_000) })).toMatchObject({ verdict: 'verified' });
});

it('waits for a Prometheus that is away', async () => {
  const { prometheus } = falling(45);
  prometheus.knows(`min(timestamp(${narrowedTo('pod_cpu')}))`, new PrometheusUnavailable('down'));
  setTimeout(() => prometheus.sampled(narrowedTo('pod_cpu'), 1), 150);
  expect(await verify({ prometheus }, { deadline: soon(5_000) })).toMatchObject({ verdict: 'verified' });
});

it('does not wait for what can never be measured', async () => {
  const prometheus = new FakePrometheus();
  prometheus.knows(`min(timestamp(${narrowedTo('pod_cpu')}))`, new PrometheusRefused('no such function'));
  const result = await verify(
    { prometheus },
    { checks: [{ kind: 'expression' }, unavailable], deadline: soon(60_000) },
  );
  expect(result).toMatchObject({
    verdict: 'unverified',
    checks: [{ status: 'not-available', reason: 'no such function' }, { status: 'not-available' }],
  });
});

it('is verified by what was measured, and lists what was not', async () => {
  const { prometheus } = falling(45);
  const result = await verify({ prometheus }, { checks: [unavailable, { kind: 'expression' }], deadline: soon(5_000) });
  expect(result.verdict).toBe('verified');
  expect(result.checks.map(({ status }) => status)).toEqual(['not-available', 'passed']);
});

it('is unverified without a check', async () => {
  expect(await verify({}, { checks: [], deadline: soon(60_000) })).toMatchObject({ verdict: 'unverified', checks: [] });
});

it('ends with the cancellation of its activity, also in the middle of a wait', async () => {
  const environment = new MockActivityEnvironment();
  const { prometheus } = falling(95);
  setTimeout(() => environment.cancel('CANCELLED'), 50);
  const running = verify({ prometheus }, { deadline: soon(60_000), intervalMs: 30_000 }, environment);
  await expect(running).rejects.toThrow(CancelledFailure);
});

it('gives up the question that it waits for where its activity is cancelled', async () => {
  const environment = new MockActivityEnvironment();
  const prometheus = new FakePrometheus();
  prometheus.query = (_, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
  setTimeout(() => environment.cancel('CANCELLED'), 50);
  await expect(verify({ prometheus }, {}, environment)).rejects.toThrow(CancelledFailure);
});

it('heartbeats every second with what it measured last, however long the interval', async () => {
  const environment = new MockActivityEnvironment();
  const beats: { checks: unknown[] }[] = [];
  environment.on('heartbeat', (details: { checks: unknown[] }) => beats.push(details));
  const { prometheus } = falling(95);
  await verify({ prometheus }, { deadline: soon(2_100), intervalMs: 60_000 }, environment);
  expect(beats).toHaveLength(3);
  expect(beats[2]).toMatchObject({ checks: [{ measured: '95' }] });
});

it('a defect is thrown, not shown as a check', async () => {
  const prometheus = new FakePrometheus().knows(`min(timestamp(${narrowedTo('pod_cpu')}))`, new TypeError('defect'));
  const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, log() {} };
  const environment = new MockActivityEnvironment({}, { logger: silent });
  await expect(verify({ prometheus }, {}, environment)).rejects.toThrow('defect');
});
