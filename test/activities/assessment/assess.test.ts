import type { AssessmentDeps } from '../../../activities/assessment/activities';
import { createAssessmentActivities } from '../../../activities/assessment/activities';
import { scheduledOnCall } from '../../../activities/on-call/source';
import type { Alert } from '../../../domain/alert';
import type { SlmReading } from '../../../domain/slm';
import { defaultSlmThresholds } from '../../../domain/slm';

const alert: Alert = {
  fingerprint: 'ccf40201d09f839c',
  status: 'firing',
  labels: { alertname: 'PodCPUHigh', slo: 'availability', pod: 'app-xyz' },
  annotations: { lambda_function: 'scale-pod', lambda_parameters: '{"replicas":3}' },
  startsAt: '2026-01-05T09:00:00.000Z',
  endsAt: null,
};
const reading: SlmReading = {
  slo: 'availability',
  sli: 'http_success_ratio',
  target: 0.999,
  current: 0.9985,
  errorBudgetRemaining: 0.8,
  burnRate: 0.0005,
  seriesCount: 1,
};
const alice = { name: 'alice', email: 'alice@example.com' };

const deps: AssessmentDeps = {
  settings: { reopenWindow: 1, verifyTimeout: 2, cooldown: 3, channels: { slack: true, email: false } },
  readSlo: async ({ slo }) => (slo ? reading : null),
  thresholds: defaultSlmThresholds,
  selection: { catalogue: [], allowlist: ['*'], parameterMistakes: () => [] },
  onCall: scheduledOnCall({
    timeZone: 'Europe/Berlin',
    people: [alice],
    rotation: { start: '2026-01-05T09:00', everyMs: 604_800_000, order: ['alice'] },
    overrides: [],
  }),
  recentRuns: async () => [],
  clock: () => Date.parse('2026-01-06T00:00:00Z'),
};
const activities = (more: Partial<AssessmentDeps> = {}) => createAssessmentActivities({ ...deps, ...more });

describe('the assessment of an alert', () => {
  it('is the settings, the SLM context with its severity, the selection and who is on call', async () => {
    const assessment = await activities().assess(alert);
    expect(assessment).toMatchObject({
      settings: deps.settings,
      slm: { ...reading, severity: 'high' },
      selection: { method: 'annotation', plan: { function: 'scale-pod', parameters: { replicas: 3 } } },
      onCall: alice,
    });
    expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment);
  });

  it('takes the severity from the configured thresholds', async () => {
    const thresholds = { critical: 0.0001, high: 0.00001, medium: 0 };
    expect((await activities({ thresholds }).readSlm(alert.labels))?.severity).toBe('critical');
  });

  it('has no SLM context where the alert has no SLO or SLM is switched off', async () => {
    expect(await activities().readSlm({ alertname: 'A' })).toBeNull();
    expect(await activities({ readSlo: undefined }).readSlm(alert.labels)).toBeNull();
    expect((await activities({ readSlo: undefined }).assess(alert)).slm).toBeNull();
  });

  it('says that the severity is unknown where nothing was measured', async () => {
    const unknown = { ...reading, target: null, current: null, errorBudgetRemaining: null, burnRate: null };
    const slm = await activities({ readSlo: async () => unknown }).readSlm(alert.labels);
    expect(slm).toEqual({ ...unknown, severity: null });
  });

  it('names nobody on call without a schedule, or before it begins', async () => {
    expect((await activities({ onCall: scheduledOnCall(undefined) }).assess(alert)).onCall).toBeNull();
    expect((await activities({ clock: () => 0 }).assess(alert)).onCall).toBeNull();
  });
});

describe('what the gate decides from', () => {
  const run = { remediation: 'scale-pod', target: 'production/pod/app-xyz', endedAt: '2026-01-05T23:59:00.000Z' };
  const asked = {
    labels: alert.labels,
    remediation: 'scale-pod',
    target: run.target,
    since: '2026-01-05T23:30:00.000Z',
  };

  it('is the SLO read anew, and the runs of this remediation on this target by any incident', async () => {
    const recentRuns = jest.fn(async () => [run, { ...run, target: 'production/pod/other' }]);
    expect(await activities({ recentRuns }).readGate(asked)).toEqual({
      slm: { ...reading, severity: 'high' },
      runs: [run],
    });
    expect(recentRuns).toHaveBeenCalledWith('scale-pod', asked.since);
  });

  it('has no SLO where the alert has none', async () => {
    expect(await activities().readGate({ ...asked, labels: {} })).toEqual({ slm: null, runs: [] });
  });
});
