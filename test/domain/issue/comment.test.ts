import fc from 'fast-check';
import type { IssueComment } from '../../../domain/incident';
import { renderComment } from '../../../domain/issue/comment';
import { closing, draft, execution, plan, selection, slm, verification } from './incident.fixture';
import { hostileText } from './hostile-text';
import { renderedText, renderHtml } from './rendered';

const result = (change: Partial<Extract<IssueComment, { kind: 'remediation-result' }>>): string =>
  renderComment({
    kind: 'remediation-result',
    plan,
    execution,
    verification,
    next: 'Waiting for the alert to end.',
    ...change,
  });

test('says which SLO the alert impacts', () => {
  expect(renderComment({ kind: 'slo-impact', slm })).toMatch(/^This alert impacts SLO: availability\n/);
});

test('a selection shows function, parameters, method, confidence and reason', () => {
  const text = renderComment({ kind: 'remediation-selected', selection, plan });
  expect(text).toMatch(/^## Remediation Selected\n/);
  for (const part of [
    '**Function**: scale-pod',
    '**Method**: annotation',
    '**Confidence**: 100%',
    '**Reason**: The alert rule',
    '"replicas": 3',
  ]) {
    expect(text).toContain(part);
  }
});

test('a proposal says that nothing was run, and why', () => {
  const text = renderComment({
    kind: 'remediation-proposed',
    selection,
    plan,
    reason: 'No executor for pull requests is configured.',
  });
  expect(text).toContain('## Remediation Proposed\n\nNothing was run: No executor for pull requests is configured.');
});

describe('the result of a remediation', () => {
  test('is verified with each measured value', () => {
    expect(result({})).toMatch(/^## Remediation Verified\n/);
    expect(result({})).toContain('- CPU usage: 45% (< 80%), passed');
    expect(renderedText(renderHtml(result({})))).toContain('CPU usage: 45% (< 80%), passed');
  });

  test('is failed where a check failed, and says what happens next', () => {
    const checks = [{ name: 'replicas', status: 'failed' as const, measured: '2', expected: '>= 3' }];
    const text = result({ verification: { ...verification, verdict: 'failed', checks }, next: 'The inverse runs.' });
    expect(text).toMatch(/^## Remediation Failed\n/);
    expect(text).toContain('- replicas: 2 (>= 3), failed');
    expect(text).toContain('**Next**: The inverse runs.');
  });

  test('is not verified where nothing could be measured', () => {
    const checks = [
      {
        name: 'expression',
        status: 'not-available' as const,
        measured: null,
        expected: 'not > 0.8',
        reason: 'Prometheus is not configured.',
      },
    ];
    const text = result({ verification: { ...verification, verdict: 'unverified', checks } });
    expect(text).toMatch(/^## Remediation Not Verified\n/);
    expect(text).toContain('- expression: not available (not > 0.8): Prometheus is not configured.');
  });

  test.each([
    ['failed', 'Failed'],
    ['not-sent', 'Failed'],
    ['unknown', 'Not Verified'],
    ['cancelled', 'Not Verified'],
  ] as const)('of a call that is %s and was not measured is %s', (status, heading) => {
    expect(result({ execution: { ...execution, status }, verification: null })).toContain(
      `## Remediation ${heading}\n`,
    );
  });

  test('never calls a failed call verified', () => {
    expect(result({ execution: { ...execution, status: 'failed' } })).toContain('## Remediation Failed');
  });
});

test('an undo says how the inverse went', () => {
  expect(renderComment({ kind: 'undo-result', plan, execution, verification })).toMatch(
    /^## Undo Verified\n\nThe remediation did not hold/,
  );
});

describe('the closing comment', () => {
  const close = (change: Partial<typeof closing>): string =>
    renderComment({ kind: 'alert-resolved', closing: { ...closing, ...change } });

  test('holds resolution, outcome, time to resolution, SLO impact and the time split', () => {
    expect(close({})).toBe(
      [
        '## Alert Resolved',
        '',
        '- **Resolution**: scaled from 2 to 3 replicas',
        '- **Outcome**: remediated',
        '- **Ended**: 2026-01-05T09:03:12.000Z',
        '- **Time to resolution**: 3 minutes 12 seconds',
        '- **SLO impact**: error budget 85% at opening, 84.99% at its lowest, unknown at closing',
        '- **Time split**: wait 3 minutes, decide less than a second, approve 0 seconds, act 1 second, verify 11 seconds',
      ].join('\n'),
    );
  });

  test('says where the alert resolved before remediation ran', () => {
    expect(close({ beforeRemediation: true })).toContain('resolved before remediation ran');
  });

  test('says of an alert that is gone what was found, and not that it resolved', () => {
    const text = close({
      how: 'gone',
      reason: 'Two looks at lab did not list it.',
      beforeRemediation: true,
      outcome: 'human',
    });
    expect(text).toContain('## Alert Gone\n\nNo sender lists the alert any more: Two looks at lab did not list it.');
    expect(text).not.toMatch(/resolved/i);
  });

  test('cuts a long resolution to 300 characters', () => {
    const line = close({ resolution: '*'.repeat(1_000) })
      .split('\n')
      .find((candidate) => candidate.includes('**Resolution**'))!;
    expect(line.length - '- **Resolution**: '.length).toBeLessThanOrEqual(300);
  });

  test('says that the SLO impact is unknown where none was measured', () => {
    expect(close({ budget: null })).toContain('- **SLO impact**: unknown');
  });
});

test('an escalation is a hand-over', () => {
  const handOver = {
    to: { name: 'Alice', email: 'alice@example.com' },
    reason: 'Verification failed.',
    workCompleted: ['Ran scale-pod.'],
    currentState: 'The alert still fires.',
    nextSteps: ['Look at the deployment.'],
    keyData: { Target: 'production/pod/app-xyz' },
  };
  const text = renderComment({ kind: 'escalated', handOver });
  expect(text).toContain('- **To**: Alice (`alice@example.com`)\n- **Reason**: Verification failed.');
  expect(text).toContain('**Work completed**\n\n- Ran scale-pod.');
  expect(text).toContain('**Key data**\n\n- Target: production/pod/app-xyz');
  expect(renderComment({ kind: 'escalated', handOver: { ...handOver, to: null } })).toContain(
    '**To**: nobody is on call',
  );
});

test.each<[IssueComment, string]>([
  [
    { kind: 'cooling-down', plan, ranAt: '2026-01-05T09:00:00Z', until: '2026-01-05T09:30:00Z' },
    '## Cooling Down\n\nscale-pod ran on production/pod/app-xyz at 2026-01-05T09:00:00Z.',
  ],
  [
    { kind: 'taken-over', by: 'Bob', reason: 'Closed in Linear.', interrupted: true },
    '## Taken Over\n\nAutomation has stopped: Bob took over. Closed in Linear.\n\nA running call was cancelled',
  ],
  [
    { kind: 'parked', standing: 'silenced', by: ['silence-1'] },
    '## Parked\n\nThe alert is silenced in Alertmanager by silence `silence-1`.',
  ],
  [{ kind: 'parked', standing: 'inhibited', by: [] }, '## Parked\n\nThe alert is inhibited in Alertmanager.'],
  [{ kind: 'resumed' }, '## Resumed\n\nThe alert is active again'],
  [
    { kind: 'reopened', startsAt: 'T2', closedAt: 'T1' },
    '## Reopened\n\nThe alert fired again at T2. This issue was closed at T1',
  ],
  [
    { kind: 'priority-changed', from: { priority: 3, reason: '' }, to: draft.priority, slm },
    '## Priority Changed\n\nFrom 3 (Normal) to 2 (High).',
  ],
  [
    { kind: 'notification-failed', channel: 'Slack', reason: 'channel_not_found' },
    '## Notification Failed\n\nThe Slack message',
  ],
])('renders %j', (comment, beginning) => {
  expect(renderComment(comment).startsWith(beginning)).toBe(true);
});

test('text of others stays text in every comment', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const hostilePlan = { ...plan, remediation: 'other', target: text, parameters: { text } };
      const checks = [{ name: text, status: 'failed' as const, measured: text, expected: `< ${text}`, reason: text }];
      const comments: IssueComment[] = [
        { kind: 'slo-impact', slm: { ...slm, slo: text, sli: text } },
        { kind: 'remediation-selected', selection: { ...selection, reason: text }, plan: hostilePlan },
        {
          kind: 'remediation-result',
          plan: hostilePlan,
          execution: { ...execution, message: text },
          verification: { ...verification, checks },
          next: text,
        },
        { kind: 'taken-over', by: text, reason: text, interrupted: false },
        { kind: 'parked', standing: 'silenced', by: [text] },
        {
          kind: 'escalated',
          handOver: {
            to: { name: text, email: text },
            reason: text,
            workCompleted: [text],
            currentState: text,
            nextSteps: [text],
            keyData: { [text]: text },
          },
        },
        { kind: 'alert-resolved', closing: { ...closing, how: 'gone', reason: text, resolution: text } },
      ];
      for (const comment of comments) {
        const html = renderHtml(renderComment(comment));
        expect(html).not.toMatch(/<(?!\/?(?:h2|p|ul|li|strong|em|code|pre)\b)[a-z/!]/i);
        expect(html.match(/<h2>/g) ?? []).toHaveLength(comment.kind === 'slo-impact' ? 0 : 1);
      }
    }),
    { numRuns: 150 },
  );
});
