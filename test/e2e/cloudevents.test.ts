import { eventually } from '../support/eventually';
import { Field } from './field';
import { changeFleet, cpuAlert, highLoad } from './fleet';

jest.setTimeout(90_000);

describe('an alert that comes as CloudEvents', () => {
  let field: Field;
  beforeAll(async () => {
    field = await Field.start({ via: 'cloudevents' });
    const { events } = field.stack.sandbox;
    await changeFleet(field.stack, { load: highLoad });
    await eventually(() => field.view(cpuAlert), { within: 20_000 });
    events.mode = 'structured';
    await field.reaches(cpuAlert, 'closed', 40_000);
  });
  afterAll(() => field?.stop());

  test('fires and resolves one incident, which is remediated', async () => {
    expect(await field.view(cpuAlert)).toMatchObject({ phase: 'closed', outcome: 'remediated' });
    expect(field.state(field.issue(cpuAlert))).toBe('completed');
    expect(field.effects(cpuAlert)).toHaveLength(1);
  });

  test('was accepted firing and resolved, each as an event of its own', () => {
    const sent = field.stack.sandbox.events.ledger.entries('webhook').map(({ result, detail }) => ({ result, detail }));
    expect(sent).toMatchObject([
      { result: 'applied', detail: { types: ['io.homelab.prometheus.alert.fired'], status: 202 } },
      { result: 'applied', detail: { types: ['io.homelab.prometheus.alert.resolved'], status: 202 } },
    ]);
  });

  test('gives the issue the id of its event for correlation', () => {
    const [fired] = field.stack.sandbox.events.ledger.entries('webhook');
    const { ids } = fired!.detail as { ids: string[] };
    expect(field.issue(cpuAlert).description).toContain(`## Correlation ID\n\n\`${ids[0]}\``);
  });

  test('has the very fingerprint that Alertmanager computes', async () => {
    await changeFleet(field.stack, { replicas: 2 });
    const listed = await eventually(
      async () => {
        const answer = await fetch(`${field.stack.monitoring!.alertmanager.url}/api/v2/alerts`);
        const alerts = (await answer.json()) as { fingerprint: string }[];
        return alerts[0]?.fingerprint;
      },
      { within: 20_000 },
    );
    const handle = field.client.workflow.getHandle(`incident/${listed}`);
    expect((await handle.describe()).status.name).toBe('RUNNING');
  });
});
