import { MockActivityEnvironment } from '@temporalio/testing';
import type { KubernetesReader } from '../../../activities/kubernetes/reader';
import type { AlertingRule, Sample } from '../../../activities/prometheus/answers';
import type { Prometheus } from '../../../activities/prometheus/client';
import { createVerificationActivities } from '../../../activities/verification/activities';
import type { VerifyInput } from '../../../activities/verification/contract';
import type { CheckResult, VerificationResult } from '../../../domain/remediation';

export const labels: Record<string, string> = {
  alertname: 'PodCPUHigh',
  cluster: 'lab',
  namespace: 'production',
  pod: 'app-xyz',
  severity: 'warning',
  slo: 'availability',
};
export const notBefore = '2026-11-21T04:20:00.000Z';
const endedMs = Date.parse(notBefore);

/** The alert's narrowed selector of `metric`, as the freshness of its samples is asked for. */
export const narrowedTo = (metric: string): string =>
  `${metric}{cluster=~"lab|",namespace=~"production|",pod=~"app-xyz|",}`;

/** A Prometheus that knows the answers to exactly these expressions. */
export class FakePrometheus implements Prometheus {
  readonly asked: string[] = [];
  rules: AlertingRule[] = [rule()];
  answers: Record<string, Sample[] | Error> = {};

  /** The oldest sample behind a selector is this many seconds younger than the end of the execution. */
  sampled(selector: string, secondsAfter: number): this {
    return this.knows(`min(timestamp(${selector}))`, series(endedMs / 1_000 + secondsAfter));
  }

  knows(expression: string, answer: Sample[] | Error): this {
    this.answers[expression] = answer;
    return this;
  }

  query(expression: string, _signal?: AbortSignal): Promise<Sample[]> {
    this.asked.push(expression);
    const answer = this.answers[expression] ?? [];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }

  alertingRules(name: string): Promise<AlertingRule[]> {
    return Promise.resolve(this.rules.filter((candidate) => candidate.name === name));
  }
}

export function rule(more: Partial<AlertingRule> = {}): AlertingRule {
  return {
    name: 'PodCPUHigh',
    query: 'pod_cpu > 80',
    labels: { severity: 'warning', slo: 'availability' },
    health: 'ok',
    lastEvaluation: '2026-11-21T04:20:01.5Z',
    alerts: [],
    ...more,
  };
}

export const series = (value: number, of: Record<string, string> = {}): Sample[] => [{ labels: of, value }];
export const ownSeries = (value: number): Sample[] =>
  series(value, { __name__: 'pod_cpu', namespace: 'production', pod: 'app-xyz' });

export interface Sources {
  prometheus?: Prometheus;
  kubernetes?: KubernetesReader;
}

export function verify(
  sources: Sources,
  input: Partial<VerifyInput>,
  environment = new MockActivityEnvironment(),
): Promise<VerificationResult> {
  const { verify: run } = createVerificationActivities({ ...sources, clock: Date.now });
  const complete: VerifyInput = {
    alert: { labels, fingerprint: 'ccf40201d09f839c' },
    checks: [{ kind: 'expression' }],
    parameters: {},
    notBefore,
    deadline: notBefore,
    intervalMs: 100,
    ...input,
  };
  return environment.run(run, complete);
}

/** One measurement of one check. */
export async function measure(sources: Sources, input: Partial<VerifyInput>): Promise<CheckResult> {
  return (await verify(sources, input)).checks[0]!;
}
