import { randomUUID } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import type { Alert } from '../../domain/alert';
import { fingerprintOf } from '../../domain/fingerprint';
import { connectLazily } from '../../gateway/connection';
import { type AlertGateway, TemporalUnavailableError } from '../../gateway/gateway';
import { registerSearchAttributes, searchAttributeMistakes } from '../../gateway/search-attributes';
import { createTemporalGateway } from '../../gateway/temporal-gateway';
import { incidentWorkflowId } from '../../workflows/contracts';

const address = process.env.TEMPORAL_TEST_ADDRESS ?? '';
const namespace = 'default';
const now = new Date('2026-11-21T04:21:00Z');

/** Nobody works on this queue: what is started waits, and its history is all that the gateway did. */
const taskQueue = `gateway-${randomUUID()}`;

let connection: Connection;
let gateway: AlertGateway;
let client: Client;

beforeAll(async () => {
  connection = connectLazily({ address });
  await registerSearchAttributes(connection, namespace);
  client = new Client({ connection });
  gateway = createTemporalGateway({ connection, namespace, taskQueue, clock: () => now });
});
afterAll(() => connection.close());

function alert(more: Partial<Alert> = {}): Alert {
  const labels = {
    alertname: 'Pod*CPU*High',
    pod: `app-${randomUUID()}`,
    namespace: 'production',
    severity: 'warning',
    ...more.labels,
  };
  const fired = { status: 'firing' as const, annotations: {}, startsAt: '2026-11-21T04:19:43.256Z', endsAt: null };
  return { ...fired, ...more, labels, fingerprint: fingerprintOf(labels) };
}

const handleOf = ({ fingerprint }: Alert) => client.workflow.getHandle(incidentWorkflowId(fingerprint));

const signalsOf = async (of: Alert): Promise<string[]> => {
  const { events } = await handleOf(of).fetchHistory();
  return (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
};

describe('the gateway', () => {
  it('starts an incident that can be read in the list: id, summary, search attributes, memo', async () => {
    const fired = alert({ receiver: 'agent' });
    expect(await gateway.fired(fired)).toBe('started');
    const description = await handleOf(fired).describe();
    expect(description.type).toBe('incident');
    expect(description.taskQueue).toBe(taskQueue);
    expect(await description.staticSummary()).toBe(`Pod\\*CPU\\*High on ${fired.labels.pod}`);
    expect(description.memo).toEqual({
      summary: `Pod*CPU*High on ${fired.labels.pod}`,
      labels: fired.labels,
      startsAt: fired.startsAt,
      receiver: 'agent',
    });
    const attributes = Object.fromEntries(
      description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
    );
    expect(attributes).toMatchObject({
      AlertName: 'Pod*CPU*High',
      Namespace: 'production',
      Severity: 'warning',
      IncidentPhase: 'opening',
    });
    expect(attributes).not.toHaveProperty('Service');
  });

  it('records a repeated event once, and one that differs again', async () => {
    const fired = alert();
    expect(await gateway.fired(fired)).toBe('started');
    expect(await gateway.fired(fired)).toBe('signalled');
    expect(await signalsOf(fired)).toEqual(['alertFired']);
    await gateway.fired(fired, '2026-11-21T04:21:00.000Z');
    await gateway.fired({ ...fired, startsAt: '2026-11-21T04:20:43.256Z' });
    expect(await signalsOf(fired)).toHaveLength(3);
  });

  it('tells an open incident that its alert resolved, once', async () => {
    const fired = alert();
    const resolved: Alert = { ...fired, status: 'resolved', endsAt: '2026-11-21T04:20:03.256Z' };
    await gateway.fired(fired);
    expect(await gateway.resolved(resolved)).toBe('signalled');
    expect(await gateway.resolved(resolved)).toBe('signalled');
    expect(await signalsOf(fired)).toEqual(['alertFired', 'alertResolved']);
  });

  it('ignores what is meant for an incident that does not exist or is over', async () => {
    const resolved = alert({ status: 'resolved', endsAt: '2026-11-21T04:20:03.256Z' });
    expect(await gateway.resolved(resolved)).toBe('ignored');
    await gateway.fired(resolved);
    await handleOf(resolved).terminate();
    expect(await gateway.takeOver(resolved.fingerprint, { by: 'anna' })).toBe('ignored');
    const ended = { tokenHash: 'aa', status: 'succeeded' as const };
    expect(await gateway.functionEnded(resolved.fingerprint, ended)).toBe('ignored');
    expect(
      await gateway.issueChanged('NONE-1', { issueId: 'i', stateType: 'completed', assigneeId: null, updatedAt: '' }),
    ).toBe('ignored');
  });

  it('cuts search attributes to what a Keyword holds, at a character', async () => {
    const fired = alert({ labels: { alertname: 'ä'.repeat(300) } });
    await gateway.fired(fired);
    const { typedSearchAttributes } = await handleOf(fired).describe();
    const [{ value } = { value: '' }] = typedSearchAttributes.getAll().filter(({ key }) => key.name === 'AlertName');
    expect(value).toBe('ä'.repeat(127));
  });

  it('triggers every reconciler', async () => {
    const scheduleId = `reconcile/${randomUUID()}`;
    const schedule = await client.schedule.create({
      scheduleId,
      spec: { intervals: [{ every: '365 days' }] },
      action: { type: 'startWorkflow', workflowType: 'reconcile', taskQueue },
    });
    let triggered = 0;
    for (let attempt = 0; attempt < 50 && triggered === 0; attempt += 1) triggered = await gateway.triggerReconcilers();
    expect(triggered).toBeGreaterThan(0);
    expect((await schedule.describe()).info.numActionsTaken).toBeGreaterThan(0);
    await schedule.delete();
  });

  it('says within two seconds that Temporal is away', async () => {
    const nowhere = connectLazily({ address: '127.0.0.1:1' });
    const cutOff = createTemporalGateway({ connection: nowhere, namespace, taskQueue });
    const began = Date.now();
    await expect(cutOff.fired(alert())).rejects.toThrow(TemporalUnavailableError);
    await expect(cutOff.resolved(alert())).rejects.toThrow(TemporalUnavailableError);
    expect(Date.now() - began).toBeLessThan(4_000);
    await nowhere.close();
  });

  it('says that a missing namespace is worth another attempt', async () => {
    const elsewhere = createTemporalGateway({ connection, namespace: 'no-such-namespace', taskQueue });
    await expect(elsewhere.fired(alert())).rejects.toThrow(TemporalUnavailableError);
  });

  it('loses no alert to search attributes that nobody has added yet', async () => {
    const fresh = `fresh-${randomUUID()}`;
    await connection.workflowService.registerNamespace({
      namespace: fresh,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    const early = createTemporalGateway({ connection, namespace: fresh, taskQueue });
    const errorOf = () =>
      early.fired(alert()).then(
        () => undefined,
        (error: unknown) => error,
      );
    let error = await errorOf();
    for (
      let attempt = 0;
      attempt < 60 && /namespace/i.test(String(error)) && !/attribute/i.test(String(error));
      attempt += 1
    ) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      error = await errorOf();
    }
    expect(String(error)).toMatch(/search attribute/i);
    expect(error).toBeInstanceOf(TemporalUnavailableError);
  });
});

describe('the search attributes', () => {
  it('are ready once registered', async () => {
    expect(await searchAttributeMistakes(connection, namespace)).toEqual([]);
  });

  it('are told by name where one is missing or has another type', async () => {
    const present = { AlertName: 1, Severity: 2 };
    const operatorService = { listSearchAttributes: async () => ({ customAttributes: present }) };
    const mistakes = await searchAttributeMistakes({ operatorService } as unknown as Connection, namespace);
    expect(mistakes).toHaveLength(9);
    expect(mistakes[0]).toContain('AlertName is Text, not Keyword');
    expect(mistakes[1]).toContain('Cluster is missing');
  });
});
