import { Field } from '../e2e/field';
import { changeFleet, cpuAlert, highLoad } from '../e2e/fleet';
import { eventually } from '../support/eventually';

jest.setTimeout(90_000);

/** Targets of the product, from the moment at which the alert fired. */
const issueWithinMs = 5_000;
const executionWithinMs = 30_000;
const verificationWithinMs = 300_000;

describe('VAL-001 end to end: a service owner annotates a rule and gets the incident handled', () => {
  let field: Field;
  beforeAll(async () => {
    field = await Field.start();
    await changeFleet(field.stack, { load: highLoad });
    await eventually(() => field.view(cpuAlert), { within: 20_000 });
  });
  afterAll(() => field?.stop());

  test('from the firing alert to the completed issue, with nobody touching anything', async () => {
    const view = await field.reaches(cpuAlert, 'closed', 40_000);
    expect(view).toMatchObject({ outcome: 'remediated', issue: { identifier: 'SRE-1' } });
    expect(field.state(field.issue(cpuAlert))).toBe('completed');
  });

  test('in the promised times', async () => {
    const { startsAt } = await field.view(cpuAlert);
    const since = (iso: string): number => Date.parse(iso) - Date.parse(startsAt);
    const { workspace } = field.stack.sandbox.linear;
    const verified = workspace.comments.find(({ body }) => body.startsWith('## Remediation Verified'));
    expect(since(field.issue(cpuAlert).createdAt)).toBeLessThan(issueWithinMs);
    expect(since(field.effects(cpuAlert)[0]!.at)).toBeLessThan(executionWithinMs);
    expect(since(verified!.createdAt)).toBeLessThan(verificationWithinMs);
  });

  test('and the cause is gone: the fleet has three replicas and Prometheus no alert', async () => {
    const { fleet } = field.stack.sandbox.fleet;
    expect(fleet.workload('production', 'app')!.pods).toHaveLength(3);
    const answer = await fetch(`${field.stack.monitoring!.prometheus.url}/api/v1/alerts`);
    expect(await answer.json()).toMatchObject({ data: { alerts: [] } });
  });
});
