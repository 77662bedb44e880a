import { sloDashboardLink, workflowLink } from '../../domain/links';

const run = { workflowId: 'incident/0a1b', runId: 'run-1' };

test("the slash of a Workflow Id stands encoded in the Web UI's address", () => {
  expect(workflowLink({ temporalUiUrl: 'http://t.example:8233/', temporalNamespace: 'default' }, run)).toBe(
    'http://t.example:8233/namespaces/default/workflows/incident%2F0a1b/run-1',
  );
});

test('a label value cannot leave its place in the dashboard address', () => {
  expect(sloDashboardLink({ temporalNamespace: 'default', grafanaUrl: 'http://g.example' }, '../x?y#\ud800z')).toBe(
    'http://g.example/d/slo-..%2Fx%3Fy%23z',
  );
});

test('without a base there is no link', () => {
  expect(workflowLink({ temporalNamespace: 'default' }, run)).toBeUndefined();
  expect(sloDashboardLink({ temporalNamespace: 'default' }, 'availability')).toBeUndefined();
});
