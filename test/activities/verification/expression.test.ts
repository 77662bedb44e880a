import { PrometheusRefused, PrometheusUnavailable } from '../../../activities/prometheus/errors';
import { FakePrometheus, labels, measure, narrowedTo, ownSeries, rule, series } from './fixture';

const generatorURL = 'http://prometheus.example.org/graph?g0.expr=pod_cpu+%3E+80&g0.tab=1';

let prometheus: FakePrometheus;
beforeEach(() => {
  prometheus = new FakePrometheus();
});

const check = (more: { labels?: Record<string, string>; generatorURL?: string } = {}) =>
  measure({ prometheus }, { alert: { labels, fingerprint: 'ccf40201d09f839c', ...more } });

describe('the alert’s expression', () => {
  it('no longer holds where its value is measured on the other side of its limit', async () => {
    prometheus.sampled(narrowedTo('pod_cpu'), 1).knows('pod_cpu', ownSeries(45));
    expect(await check()).toEqual({ name: 'Alert expression', status: 'passed', measured: '45', expected: '<= 80' });
  });

  it('still holds where its value is', async () => {
    prometheus.sampled(narrowedTo('pod_cpu'), 1).knows('pod_cpu', ownSeries(80.001));
    expect(await check()).toMatchObject({ status: 'failed', measured: '80.001', expected: '<= 80' });
  });

  it('is judged by the series of this alert alone', async () => {
    const others = [
      series(99, { pod: 'other', namespace: 'production' }),
      series(99, { pod: 'app-xyz', namespace: 'production', container: 'x' }),
    ];
    prometheus.sampled(narrowedTo('pod_cpu'), 1).knows('pod_cpu', [...others.flat(), ...ownSeries(45)]);
    expect(await check()).toMatchObject({ status: 'passed', measured: '45' });
  });

  it('says nothing before a sample is newer than the execution', async () => {
    prometheus.sampled(narrowedTo('pod_cpu'), 0).knows('pod_cpu', ownSeries(45));
    expect(await check()).toMatchObject({
      status: 'not-available',
      measured: null,
      reason: expect.stringContaining('after'),
    });
  });

  it('never passes because the series are gone', async () => {
    expect(await check()).toMatchObject({ status: 'not-available', reason: expect.stringContaining('no samples') });
    prometheus.sampled(narrowedTo('pod_cpu'), 1);
    expect(await check()).toMatchObject({ status: 'not-available', reason: expect.stringContaining('no value') });
  });

  it.each([NaN, -Infinity])('never passes with %d', async (value) => {
    prometheus.sampled(narrowedTo('pod_cpu'), 1).knows('pod_cpu', ownSeries(value));
    expect(await check()).toMatchObject({ status: 'not-available', measured: null });
  });

  it('fails with infinity', async () => {
    prometheus.sampled(narrowedTo('pod_cpu'), 1).knows('pod_cpu', ownSeries(Infinity));
    expect(await check()).toMatchObject({ status: 'failed', measured: 'Inf' });
  });

  it('does not compare labels that the rule itself sets', async () => {
    prometheus.rules = [rule({ labels: { severity: 'warning', pod: 'app-xyz' } })];
    const narrowed = 'pod_cpu{cluster=~"lab|",namespace=~"production|",slo=~"availability|",}';
    prometheus.sampled(narrowed, 1).knows('pod_cpu', series(45, { pod: 'scraper', namespace: 'production' }));
    expect(await check()).toMatchObject({ status: 'passed', measured: '45' });
  });

  it('is asked as a whole where its limit is no number', async () => {
    prometheus.rules = [rule({ query: 'pod_cpu > on(pod) group_left() pod_limit' })];
    prometheus.sampled(narrowedTo('pod_cpu'), 1).sampled(narrowedTo('pod_limit'), 1);
    prometheus.knows('pod_cpu', series(45, { pod: 'app-xyz', container: 'app' }));
    expect(await check()).toMatchObject({ status: 'passed', measured: '45', expected: '<= pod_limit' });
    prometheus.knows('pod_cpu > on(pod) group_left() pod_limit', series(45, { pod: 'app-xyz' }));
    expect(await check()).toMatchObject({ status: 'failed', measured: '45' });
  });

  it('holds or not also where it compares nothing', async () => {
    const query = 'pod_cpu > 80 unless pod_drained';
    prometheus.rules = [rule({ query })];
    prometheus.sampled(narrowedTo('pod_cpu'), 1);
    expect(await check()).toMatchObject({ status: 'passed', measured: 'no longer holds', expected: 'no longer holds' });
    prometheus.knows(query, ownSeries(90));
    expect(await check()).toMatchObject({ status: 'failed', measured: 'still holds' });
  });

  it('is not judged by what only takes series away', async () => {
    prometheus.rules = [rule({ query: 'pod_cpu > 80 and cluster_up' })];
    prometheus.sampled(narrowedTo('cluster_up'), 1);
    expect(await check()).toMatchObject({ status: 'not-available' });
  });

  it('may look back, as long as it reads something new as well', async () => {
    prometheus.rules = [rule({ query: 'pod_cpu - pod_cpu offset 1h > 80' })];
    prometheus.sampled(narrowedTo('pod_cpu'), 1).sampled(`${narrowedTo('pod_cpu')} offset 1h`, -3_599);
    prometheus.knows('pod_cpu - pod_cpu offset 1h', ownSeries(3));
    expect(await check()).toMatchObject({ status: 'passed', measured: '3' });
  });

  it('that only looks back waits until the remediation is in sight', async () => {
    prometheus.rules = [rule({ query: 'pod_cpu offset 5m > 80' })];
    prometheus.sampled(`${narrowedTo('pod_cpu')} offset 5m`, -1).knows('pod_cpu offset 5m', ownSeries(3));
    expect(await check()).toMatchObject({ status: 'not-available' });
    prometheus.sampled(`${narrowedTo('pod_cpu')} offset 5m`, 1);
    expect(await check()).toMatchObject({ status: 'passed' });
  });

  it('that reads no metric is never available', async () => {
    prometheus.rules = [rule({ query: 'vector(1) > 2' })];
    expect(await check()).toMatchObject({ status: 'not-available', reason: expect.stringContaining('no metric') });
  });
});

describe('the rule of an alert', () => {
  beforeEach(() => void prometheus.sampled(narrowedTo('pod_cpu'), 1).knows('pod_cpu', ownSeries(45)));

  it('is the one whose labels are the alert’s', async () => {
    prometheus.rules = [
      rule({ query: 'pod_cpu > 40', labels: { severity: 'info' } }),
      rule({ labels: { severity: 'warning', slo: '{{ $labels.slo }}' } }),
    ];
    expect(await check()).toMatchObject({ expected: '<= 80' });
  });

  it('is the one of the alert’s link where several could be', async () => {
    prometheus.rules = [rule({ query: 'pod_cpu > 40' }), rule()];
    expect(await check({ generatorURL })).toMatchObject({ expected: '<= 80' });
    expect(await check()).toMatchObject({ status: 'not-available' });
  });

  it('need not exist where the link has the expression, also where no rules are served', async () => {
    const allNarrowed = `pod_cpu{cluster=~"lab|",namespace=~"production|",pod=~"app-xyz|",severity=~"warning|",slo=~"availability|",}`;
    prometheus.sampled(allNarrowed, 1);
    prometheus.rules = [];
    expect(await check({ generatorURL })).toMatchObject({ status: 'passed', measured: '45' });
    prometheus.alertingRules = () => Promise.reject(new PrometheusRefused('404'));
    expect(await check({ generatorURL })).toMatchObject({ status: 'passed', measured: '45' });
  });

  it.each([undefined, 'not a link', 'http://prometheus.example.org/graph'])(
    'is needed where the link is %j',
    async (link) => {
      prometheus.rules = [];
      expect(await check({ generatorURL: link })).toMatchObject({
        status: 'not-available',
        reason: expect.stringContaining('no rule'),
      });
    },
  );
});

describe('an expression that can’t be measured', () => {
  it('without Prometheus is not available', async () => {
    expect(await measure({}, {})).toMatchObject({
      status: 'not-available',
      reason: expect.stringContaining('PROMETHEUS_URL'),
    });
  });

  it('because Prometheus is away says why', async () => {
    prometheus.alertingRules = () => Promise.reject(new PrometheusUnavailable('Prometheus is down.'));
    expect(await check({ generatorURL })).toMatchObject({ status: 'not-available', reason: 'Prometheus is down.' });
  });

  it('because it is no PromQL is not available', async () => {
    prometheus.rules = [rule({ query: 'sum(' })];
    expect(await check()).toMatchObject({ status: 'not-available', reason: expect.stringContaining('parsed') });
  });
});
