import type { Alert } from '../../../domain/alert';
import type { Closing, IssueDraft } from '../../../domain/incident';
import type { ExecutionResult, Plan, Selection, VerificationResult } from '../../../domain/remediation';
import type { SlmContext } from '../../../domain/slm';

export const alert: Alert = {
  fingerprint: '0a1b2c3d4e5f6071',
  status: 'firing',
  labels: {
    alertname: 'PodCPUHigh',
    pod: 'app-xyz',
    namespace: 'production',
    severity: 'warning',
    slo: 'availability',
  },
  annotations: {
    summary: 'CPU of app-xyz is high',
    description: 'CPU has been over 80% for 5 minutes.\nSee the dashboard.',
    lambda_function: 'scale-pod',
    lambda_parameters: '{"deployment":"app","replicas":3}',
    runbook_url: 'https://runbooks.example/pod-cpu-high',
    team: 'payments',
  },
  startsAt: '2026-01-05T09:00:00.000Z',
  endsAt: null,
  generatorURL: 'http://prometheus.example:9090/graph?g0.expr=cpu+%3E+0.8&g0.tab=1',
};

export const slm: SlmContext = {
  slo: 'availability',
  sli: 'http_success_ratio',
  target: 0.999,
  current: 0.9985,
  errorBudgetRemaining: 0.85,
  burnRate: 0.0005,
  seriesCount: 1,
  severity: 'high',
};

export const plan: Plan = {
  remediation: 'scale-pod',
  executor: 'function',
  function: 'scale-pod',
  parameters: { deployment: 'app', replicas: 3 },
  target: 'production/pod/app-xyz',
  risk: 'low',
  idempotent: true,
  timeoutMs: 30_000,
  checks: [{ kind: 'expression' }],
  verifyWithinMs: null,
  verifyIntervalMs: 2_000,
  undo: null,
  catalogued: false,
};

export const selection: Selection = {
  plan,
  method: 'annotation',
  confidence: 1,
  reason: 'The alert rule names it in its annotations.',
  phases: [],
};

export const draft: IssueDraft = {
  alert,
  slm,
  priority: { priority: 2, reason: 'High because of alert severity warning with violation severity high.' },
  selection,
  assignee: { name: 'Alice', email: 'alice@example.com' },
};

export const execution: ExecutionResult = {
  status: 'succeeded',
  message: 'scaled from 2 to 3 replicas',
  attempts: 1,
  startedAt: '2026-01-05T09:00:03.000Z',
  endedAt: '2026-01-05T09:00:04.000Z',
};

export const verification: VerificationResult = {
  verdict: 'verified',
  checks: [{ name: 'CPU usage', status: 'passed', measured: '45%', expected: '< 80%' }],
  startedAt: '2026-01-05T09:00:04.000Z',
  endedAt: '2026-01-05T09:00:14.000Z',
};

export const closing: Closing = {
  how: 'resolved',
  reason: '',
  endsAt: '2026-01-05T09:03:12.000Z',
  outcome: 'remediated',
  resolution: 'scaled from 2 to 3 replicas',
  beforeRemediation: false,
  timeToResolutionMs: 192_000,
  times: { wait: 180_000, decide: 500, approve: 0, act: 1_000, verify: 10_500 },
  budget: { opening: 0.85, lowest: 0.8499, closing: null },
};
