import fc from 'fast-check';
import type { IssueDraft } from '../../../domain/incident';
import { issueBody } from '../../../domain/issue/body';
import { hostileText } from './hostile-text';
import { alert, draft } from './incident.fixture';
import { renderHtml } from './rendered';

const links = {
  workflowId: 'incident/0a1b2c3d4e5f6071',
  workflow: 'http://temporal.example/namespaces/default/workflows/incident%2F0a1b2c3d4e5f6071/run-1',
};
const bodyOf = (change: Partial<IssueDraft> = {}): string => issueBody({ ...draft, ...change }, links, null);
const headingsOf = (body: string): string[] => body.split('\n').filter((line) => line.startsWith('## '));

const headings = [
  'Alert Details',
  'SLM Context',
  'Description',
  'Labels',
  'Annotations',
  'Remediation',
  'Links',
  'Correlation ID',
];

test('has every section in its order and ends with its author', () => {
  expect(headingsOf(bodyOf())).toEqual(headings.map((heading) => `## ${heading}`));
  expect(bodyOf().endsWith('\n\n*Created by agent-sre*')).toBe(true);
});

test('shows what a human needs of the alert', () => {
  const body = bodyOf();
  expect(body).toContain(
    '- **Alert**: PodCPUHigh\n- **Severity**: warning\n- **Started**: 2026-01-05T09:00:00.000Z\n- **namespace**: production\n- **pod**: app-xyz',
  );
  expect(body).toContain('CPU of app-xyz is high\n\nCPU has been over 80% for 5 minutes.\nSee the dashboard.');
  expect(body).toContain('## Annotations\n\n- **team**: payments');
  expect(body).toContain(
    '- **Function**: scale-pod\n- **Parameters**:\n\n```json\n{\n  "deployment": "app",\n  "replicas": 3\n}\n```',
  );
  expect(body).toContain('- **Priority**: High because of alert severity warning with violation severity high.');
});

test('shows the SLM context in percentages, and what was not measured as unknown', () => {
  const body = bodyOf({ slm: { ...draft.slm!, errorBudgetRemaining: null, seriesCount: 3 } });
  expect(body).toContain(
    [
      '- **SLO**: availability',
      '- **SLI**: http\_success\_ratio'.replace(/\\/g, ''),
      '- **Target**: 99.9%',
      '- **Current**: 99.85%',
      '- **Error budget remaining**: unknown',
      '- **Error budget burn rate**: 0.05%',
      '- **Violation severity**: high',
      '- The worst of 3 series is shown.',
    ].join('\n'),
  );
});

test('says why there is no SLM context', () => {
  const { slo: _, ...labels } = alert.labels;
  expect(bodyOf({ slm: null })).toContain('Not read: SLM is switched off.');
  expect(bodyOf({ slm: null, alert: { ...alert, labels } })).toContain('None: the alert has no label `slo`.');
});

test('links what can be followed', () => {
  const body = bodyOf();
  expect(body).toContain('- [Prometheus](http://prometheus.example:9090/graph?g0.expr=cpu+%3E+0.8&g0.tab=1)');
  expect(body).toContain('- [Runbook](https://runbooks.example/pod-cpu-high)');
  expect(body).toContain(`- [Temporal workflow](${links.workflow})`);
});

test("takes the CloudEvent's id as correlation id, else the workflow and the start", () => {
  expect(bodyOf({ alert: { ...alert, correlationId: 'event-7' } })).toContain('## Correlation ID\n\n`event-7`');
  expect(bodyOf()).toContain('## Correlation ID\n\n`incident/0a1b2c3d4e5f6071 2026-01-05T09:00:00.000Z`');
});

test('says why nobody is assigned', () => {
  expect(issueBody(draft, links, 'unknown-user')).toContain(
    'Linear knows no active user with the email `alice@example.com`',
  );
  expect(issueBody({ ...draft, assignee: null }, links, 'nobody-on-call')).toContain('nobody is on call');
});

test('shows an annotated remediation that was refused as it was written, with the reason', () => {
  const annotations = { lambda_function: '../etc/passwd', lambda_parameters: '{not json' };
  const selection = {
    ...draft.selection!,
    plan: null,
    method: null,
    reason: 'lambda_function "../etc/passwd" is not a DNS label.',
  };
  const body = bodyOf({ alert: { ...alert, annotations }, selection });
  expect(body).toContain(
    '- **Function**: ../etc/passwd\n- **Not usable**: lambda_function "../etc/passwd" is not a DNS label.',
  );
  expect(body).toContain('```\n{not json\n```');
});

test('shows a description of 100 kB cut, with a marker, and keeps all sections', () => {
  const body = bodyOf({ alert: { ...alert, annotations: { description: '<b> '.repeat(25_000) } } });
  expect(body.length).toBeLessThan(60_000);
  expect(body).toContain('*The description is longer than is shown here.*');
  expect(headingsOf(body)).toHaveLength(headings.length);
});

test('stays under 60,000 characters with the most hostile labels and annotations', () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`l${index}`, '<'.repeat(5_000)]));
  const annotations = {
    ...many,
    summary: '<'.repeat(9_000),
    description: '<'.repeat(100_000),
    lambda_function: '<'.repeat(9_000),
    lambda_parameters: '`'.repeat(9_000),
    runbook_url: `http://x/${'('.repeat(1_900)}`,
    dashboard: `http://x/${'('.repeat(1_900)}`,
  };
  const named = Object.fromEntries(
    ['cluster', 'namespace', 'service', 'deployment', 'pod', 'node', 'instance', 'severity', 'alertname', 'slo'].map(
      (name) => [name, '<'.repeat(5_000)],
    ),
  );
  const slm = { ...draft.slm!, slo: '<'.repeat(5_000), sli: '<'.repeat(5_000) };
  const body = bodyOf({
    slm,
    alert: { ...alert, labels: { ...many, ...named }, annotations, correlationId: '`'.repeat(5_000) },
  });
  expect(body.length).toBeLessThan(60_000);
  expect(body).toMatch(/and \d+ more, not shown here/);
});

test('holds no markup but its own whatever the alert holds', () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (one, two, three) => {
      const labels = { ...alert.labels, alertname: one, pod: two, x: three };
      const annotations = {
        summary: two,
        description: one,
        [three]: two,
        lambda_function: three,
        lambda_parameters: one,
        runbook_url: two,
      };
      const html = renderHtml(bodyOf({ alert: { ...alert, labels, annotations, correlationId: three } }));
      expect(html.match(/<h2>[^<]*<\/h2>/g)).toEqual(headings.map((heading) => `<h2>${heading}</h2>`));
      const foreign = html.replace(
        /<a href="[^"<>]*">(?:Prometheus|Runbook|Temporal workflow)<\/a>|<code class="language-json">/g,
        '',
      );
      expect(foreign).not.toMatch(/<(?!\/?(?:h2|p|ul|li|strong|em|code|pre)>)[a-z/!]/i);
    }),
    { numRuns: 300 },
  );
});
