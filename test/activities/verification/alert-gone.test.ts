import type { AlertingRule } from '../../../activities/prometheus/answers';
import { FakePrometheus, labels, measure, rule } from './fixture';

const check = (...rules: AlertingRule[]) => {
  const prometheus = new FakePrometheus();
  prometheus.rules = rules;
  return measure({ prometheus }, { checks: [{ kind: 'alert-gone' }] });
};
const { cluster: _external, ...instance } = labels;

it('passes where Prometheus evaluated the rule since and has no such alert', async () => {
  const other = { labels: { ...instance, pod: 'other' }, state: 'firing' };
  expect(await check(rule({ alerts: [other] }))).toEqual({
    name: 'Alert in Prometheus',
    status: 'passed',
    measured: 'inactive',
    expected: 'inactive',
  });
});

it.each(['firing', 'pending'])('fails where the alert is %s', async (state) => {
  expect(await check(rule({ alerts: [{ labels: instance, state }] }))).toMatchObject({
    status: 'failed',
    measured: state,
  });
});

it.each<[string, AlertingRule[]]>([
  ['was not evaluated since', [rule({ lastEvaluation: '2026-11-21T04:20:00Z' })]],
  ['was never evaluated', [rule({ lastEvaluation: '0001-01-01T00:00:00Z' })]],
  ['could not be evaluated', [rule({ health: 'err' })]],
  ['is another one’s', [rule({ labels: { severity: 'critical' } })]],
  ['does not exist', []],
])('is not available where the rule %s', async (_, rules) => {
  expect(await check(...rules)).toMatchObject({ status: 'not-available', measured: null });
});
