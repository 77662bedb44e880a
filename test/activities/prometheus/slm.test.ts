import type { Sample } from '../../../activities/prometheus/answers';
import type { Prometheus } from '../../../activities/prometheus/client';
import { PrometheusUnavailable } from '../../../activities/prometheus/errors';
import { readSlm } from '../../../activities/prometheus/slm';

const labels = { alertname: 'PodCPUHigh', slo: 'availability', service: 'checkout' };

function prometheusWith(series: Record<string, Sample[] | Error | 'never'>): Prometheus & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    alertingRules: () => Promise.reject(new Error('not asked')),
    query(expression, signal) {
      asked.push(expression);
      const found = series[expression.replace(/\{.*/, '')] ?? [];
      if (found instanceof Error) return Promise.reject(found);
      if (found !== 'never') return Promise.resolve(found);
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    },
  };
}
const one = (value: number, more = {}): Sample[] => [{ labels: more, value }];
const all = {
  'slo:target': one(0.999),
  'sli:current': one(0.9985, { sli: 'http_availability' }),
  'slo:error_budget_remaining': one(0.4),
  'slo:error_budget_burn_rate': one(0.0005),
};

it('reads the four facts of the SLO and the name of its SLI', async () => {
  const prometheus = prometheusWith(all);
  expect(await readSlm(prometheus, labels)).toEqual({
    slo: 'availability',
    sli: 'http_availability',
    target: 0.999,
    current: 0.9985,
    errorBudgetRemaining: 0.4,
    burnRate: 0.0005,
    seriesCount: 1,
  });
  expect(prometheus.asked).toContain('slo:target{slo="availability"}');
});

it('is skipped for an alert without an SLO', async () => {
  expect(await readSlm(prometheusWith(all), { alertname: 'A' })).toBeNull();
});

it('asks for the SLO by name, whatever the name holds', async () => {
  const prometheus = prometheusWith({});
  await readSlm(prometheus, { slo: 'a"} or vector(1) #' });
  expect(prometheus.asked[0]).toBe('slo:target{slo="a\\"} or vector(1) #"}');
});

it('is unknown where no Prometheus is configured', async () => {
  expect(await readSlm(undefined, labels)).toMatchObject({
    slo: 'availability',
    target: null,
    current: null,
    seriesCount: 0,
  });
});

it('lets the worst of several series count, and says of how many', async () => {
  const many = (...values: number[]): Sample[] => values.map((value) => ({ labels: { sli: `sli-${value}` }, value }));
  const reading = await readSlm(
    prometheusWith({
      'slo:target': many(0.9, 0.99),
      'sli:current': many(0.99, 0.95, 0.97),
      'slo:error_budget_remaining': many(0.3, -0.1),
      'slo:error_budget_burn_rate': many(0.01, 0.02),
    }),
    labels,
  );
  expect(reading).toEqual({
    slo: 'availability',
    sli: 'sli-0.95',
    target: 0.99,
    current: 0.95,
    errorBudgetRemaining: -0.1,
    burnRate: 0.02,
    seriesCount: 3,
  });
});

it('leaves out series of another service, and keeps those that name none', async () => {
  const series = [one(0.1, { service: 'cart' }), one(0.5, { service: 'checkout' }), one(0.7)].flat();
  expect(await readSlm(prometheusWith({ 'sli:current': series }), labels)).toMatchObject({
    current: 0.5,
    seriesCount: 2,
  });
  expect(await readSlm(prometheusWith({ 'sli:current': series }), { slo: 'availability' })).toMatchObject({
    current: 0.1,
  });
});

it('knows nothing of NaN and infinity', async () => {
  const reading = await readSlm(
    prometheusWith({ ...all, 'sli:current': one(NaN), 'slo:error_budget_burn_rate': one(Infinity) }),
    labels,
  );
  expect(reading).toMatchObject({ target: 0.999, current: null, sli: null, burnRate: null });
});

it('keeps what came in time and gives up the rest', async () => {
  const reading = await readSlm(
    prometheusWith({ ...all, 'sli:current': 'never', 'slo:error_budget_remaining': new PrometheusUnavailable('down') }),
    labels,
    { timeoutMs: 30 },
  );
  expect(reading).toMatchObject({ target: 0.999, current: null, errorBudgetRemaining: null, burnRate: 0.0005 });
});
