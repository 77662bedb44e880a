import { formatPercent } from '../domain/issue/percent';
import type { CheckResult } from '../domain/remediation';
import type { IncidentFacts, IssueFacts } from './facts';

/** One line of the timeline. */
export interface Step {
  name: StepName;
  title: string;
  /** Milliseconds since 1970. */
  at: number;
  detail: string;
  ok: boolean;
}

/** In the order in which they are expected. */
export const stepNames = [
  'load',
  'fired',
  'received',
  'slm',
  'issue',
  'notified',
  'selected',
  'executed',
  'verified',
  'resolved',
  'completed',
] as const;
export type StepName = (typeof stepNames)[number];

type Told = Omit<Step, 'name' | 'ok'> & { ok?: boolean };
type Teller = (facts: IncidentFacts) => Told | undefined;

/** What has happened so far, in the order in which it did. */
export function timelineOf(facts: IncidentFacts): Step[] {
  return stepNames
    .flatMap((name) => {
      const told = tellers[name](facts);
      return told ? [{ name, ok: true, ...told }] : [];
    })
    .sort((one, other) => one.at - other.at);
}

/** The step that is to come next; `undefined` where all have. */
export function nextStep(steps: readonly Step[]): StepName | undefined {
  return stepNames.find((name) => !steps.some((step) => step.name === name));
}

const tellers: Record<StepName, Teller> = {
  load: ({ load, cpu }) =>
    load && {
      title: 'Load raised',
      at: load.at,
      detail: `to ${load.value.load}; CPU was at ${percent(cpu.calm)}`,
    },
  fired: ({ fired, cpu }) =>
    fired && {
      title: 'Alert fired',
      at: fired.at,
      detail: `${fired.value.alertname} on ${fired.value.pod}, CPU at ${percent(cpu.firing)}`,
    },
  received: ({ history: { received }, workflow }) =>
    received && workflow && { title: 'Event received', at: received.at, detail: `Temporal has ${workflow.workflowId}` },
  slm: ({ history: { assessed } }) => {
    const slm = assessed?.value.slm;
    if (!assessed || !slm) return undefined;
    const level = `${slm.slo} ${formatPercent(slm.current)} of ${formatPercent(slm.target)}`;
    const budget = `${formatPercent(slm.errorBudgetRemaining)} error budget left`;
    return { title: 'SLM read', at: assessed.at, detail: `${level}, ${budget}, severity ${slm.severity ?? 'unknown'}` };
  },
  issue: ({ issue }) =>
    issue && {
      title: issue.reopened ? 'Issue reopened' : 'Issue created',
      at: issue.openedAt,
      detail: `${issue.identifier}, priority ${issue.priority}, assigned to ${issue.assignee ?? 'nobody'}`,
    },
  // An issue that is reopened is told about in the thread of its first message, and mailed about once.
  notified: ({ slack, mail, issue }) =>
    slack && (mail || issue?.reopened)
      ? {
          title: 'On-call notified',
          at: Math.max(slack.at, mail?.at ?? 0),
          detail: `Slack #${slack.value.channel}${mail ? ` and mail to ${mail.value.to}` : ', in its thread'}`,
        }
      : undefined,
  selected: ({ issue, history: { assessed } }) => {
    const comment = commentOf(issue, 'Remediation Selected');
    const selection = assessed?.value.selection;
    if (!comment || !selection?.plan) return undefined;
    const { plan, method, confidence } = selection;
    return {
      title: 'Remediation selected',
      at: comment.at,
      detail: `${plan.function} on ${plan.target} by ${method}, confidence ${formatPercent(confidence)}`,
    };
  },
  executed: ({ executed }) =>
    executed && {
      title: 'Executed',
      at: executed.at,
      detail: `${executed.value.name} changed replicas from ${executed.value.from} to ${executed.value.to}`,
    },
  verified: ({ history: { verified } }) =>
    verified && {
      title: verified.value.verdict === 'verified' ? 'Verified' : `Verification: ${verified.value.verdict}`,
      at: verified.at,
      detail: verified.value.checks.map(measured).join(', '),
      ok: verified.value.verdict === 'verified',
    },
  resolved: ({ history: { resolved } }) =>
    resolved && { title: 'Alert resolved', at: resolved.at, detail: 'Alertmanager says that it no longer fires' },
  completed: ({ issue, outcome, view }) =>
    issue?.completedAt !== undefined && outcome && view?.phase === 'closed'
      ? { title: 'Issue completed', at: issue.completedAt, detail: `${issue.identifier} is closed as ${outcome}` }
      : undefined,
};

function commentOf(issue: IssueFacts | undefined, heading: string): { at: number } | undefined {
  return issue?.comments.find(({ value }) => value === `## ${heading}`);
}

function measured({ name, measured: value, expected, status }: CheckResult): string {
  return `${name} ${value ?? 'not available'} (${expected})${status === 'failed' ? ' failed' : ''}`;
}

const percent = (value: number | undefined): string =>
  value === undefined ? 'unknown' : `${Number(value.toFixed(1))} %`;
