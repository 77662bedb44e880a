import type { IncidentFacts } from '../../demo/facts';
import type { Assessment } from '../../activities/assessment/contract';
import type { AlertFired, AlertResolved, IncidentView } from '../../workflows/contracts';

/** The moment at which the alert fired. */
export const zero = Date.parse('2026-11-21T10:00:00.000Z');

/** Everything that is known of an incident that went as it should. */
export function wholeIncident(): IncidentFacts {
  const comment = (heading: string, after: number) => ({ at: zero + after, value: `## ${heading}` });
  return {
    load: { at: zero - 3_000, value: { load: 190 } },
    cpu: { calm: 45, firing: 95 },
    fired: { at: zero, value: { alertname: 'PodCPUHigh', pod: 'app-xyz' } },
    workflow: { workflowId: 'incident/567f85ddc857ccd1', runId: 'run' },
    view: { phase: 'closed' } as IncidentView,
    outcome: 'remediated',
    history: {
      received: { at: zero + 80, value: {} as AlertFired },
      assessed: { at: zero + 200, value: assessment() },
      verified: {
        at: zero + 2_500,
        value: {
          verdict: 'verified',
          checks: [{ name: 'CPU usage', status: 'passed', measured: '63.33%', expected: '< 80%' }],
          startedAt: '',
          endedAt: '',
        },
      },
      resolved: { at: zero + 5_000, value: {} as AlertResolved },
    },
    issue: {
      identifier: 'SRE-1',
      priority: 'High',
      assignee: 'alice',
      openedAt: zero + 300,
      reopened: false,
      comments: [comment('Remediation Selected', 310)],
      completedAt: zero + 5_200,
    },
    slack: { at: zero + 900, value: { channel: 'sre-alerts' } },
    mail: { at: zero + 700, value: { to: 'alice@example.com' } },
    executed: { at: zero + 500, value: { name: 'scale-pod', from: 2, to: 3 } },
  };
}

function assessment(): Assessment {
  return {
    slm: {
      ...{
        slo: 'availability',
        sli: 'http-availability',
        target: 0.999,
        current: 0.9985,
        errorBudgetRemaining: 0.3996,
      },
      ...{ burnRate: 0.0005, seriesCount: 1, severity: 'high' },
    },
    selection: {
      plan: { function: 'scale-pod', target: 'production/deployment/app' },
      ...{ method: 'annotation', confidence: 1, reason: '', phases: [] },
    },
  } as unknown as Assessment;
}
