import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ApplicationFailure, Client, Connection, type ScheduleHandle, ScheduleOverlapPolicy } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { LinearMemory, ReconcileActivities, ReconcileInput } from '../../activities/reconcile/contract';
import type { PackedMemory } from '../../domain/reconcile';
import { ensureReconcilers } from '../../worker/schedules';
import { eventually } from '../support/eventually';

jest.setTimeout(60_000);

const address = process.env.TEMPORAL_TEST_ADDRESS ?? '';
const lab = { name: 'lab', url: 'http://alertmanager.lab' };
const edge = { name: 'edge:9093', url: 'http://edge:9093' };

let connection: Connection;
let client: Client;
let bundle: { code: string };
let taskQueue: string;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  connection = await Connection.connect({ address });
  client = new Client({ connection });
  const workflowsPath = join(__dirname, '../../workflows/reconcile.ts');
  bundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
});
afterAll(() => connection.close());

beforeEach(() => {
  taskQueue = `reconcile-${randomUUID()}`;
});
afterEach(async () => {
  for (const id of await schedules()) await client.schedule.getHandle(id).delete();
});

async function schedules(prefix = `reconcile/${taskQueue}`): Promise<string[]> {
  const ids: string[] = [];
  for await (const { scheduleId } of client.schedule.list()) if (scheduleId.startsWith(prefix)) ids.push(scheduleId);
  return ids.sort();
}
const ensure = (alertmanagers = [lab], interval = 1_000, queue = taskQueue) =>
  ensureReconcilers(client, { alertmanagers, taskQueue: queue, interval });
const listed = (...ids: string[]) =>
  eventually(async () => JSON.stringify(await schedules()) === JSON.stringify(ids.sort()));

const scheduleOf = (what: string): ScheduleHandle => client.schedule.getHandle(`reconcile/${taskQueue}/${what}`);

/** A worker of the real reconciler workflows that answers their looks like this, for as long as `work` goes on. */
async function whileLooking(activities: Partial<ReconcileActivities>, work: () => Promise<void>): Promise<void> {
  const native = await NativeConnection.connect({ address });
  const quiet: ReconcileActivities = {
    reconcileAlertmanager: async () => null,
    reconcileLinear: async () => ({ since: '' }),
  };
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: bundle,
    activities: { ...quiet, ...activities },
  });
  await worker.runUntil(work);
  await native.close();
}

describe('a reconciler', () => {
  it('hands what one look remembered to the next', async () => {
    const inputs: ReconcileInput[] = [];
    const memoryOf = (look: number): PackedMemory => ({ at: String(look), before: null, alerts: '', receivers: [] });
    const reconcileAlertmanager = async (input: ReconcileInput) => memoryOf(inputs.push(input));
    await ensure();
    await whileLooking({ reconcileAlertmanager }, async () => {
      await eventually(() => inputs.length >= 3);
    });
    expect(inputs.slice(0, 3)).toEqual([
      { name: 'lab' },
      { name: 'lab', memory: memoryOf(1) },
      { name: 'lab', memory: memoryOf(2) },
    ]);
  });

  it('forgets nothing where a look fails or is not answered', async () => {
    const memories: (LinearMemory | undefined)[] = [];
    const reconcileLinear: ReconcileActivities['reconcileLinear'] = async ({ memory }) => {
      memories.push(memory);
      if (memories.length === 2) throw ApplicationFailure.nonRetryable('Linear is away');
      return { since: String(memories.length) };
    };
    await ensure([]);
    await whileLooking({ reconcileLinear }, async () => {
      await eventually(() => memories.length >= 4);
    });
    expect(memories.slice(0, 4)).toEqual([undefined, { since: '1' }, { since: '1' }, { since: '3' }]);
  });

  it('begins without memory where no look was ever answered', async () => {
    const inputs: ReconcileInput[] = [];
    const reconcileAlertmanager = async (input: ReconcileInput) => {
      inputs.push(input);
      return null;
    };
    await ensure();
    await whileLooking({ reconcileAlertmanager }, async () => {
      await eventually(() => inputs.length >= 2);
    });
    expect(inputs.slice(0, 2)).toEqual([{ name: 'lab' }, { name: 'lab' }]);
  });

  it('never looks twice at once', async () => {
    let [running, most] = [0, 0];
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const reconcileAlertmanager = async () => {
      most = Math.max(most, (running += 1));
      await ended;
      running -= 1;
      return null;
    };
    await ensure();
    await whileLooking({ reconcileAlertmanager }, async () => {
      await eventually(() => running === 1);
      await scheduleOf('alertmanager-lab').trigger(ScheduleOverlapPolicy.SKIP);
      await eventually(
        async () => (await scheduleOf('alertmanager-lab').describe()).info.numActionsSkippedOverlap >= 3,
      );
      expect(most).toBe(1);
      end();
    });
  });
});

describe('the schedules of a task queue', () => {
  const idOf = (what: string) => `reconcile/${taskQueue}/${what}`;

  it('are one for each Alertmanager and one for Linear', async () => {
    await ensure([lab, edge], 60_000);
    await listed(idOf('alertmanager-lab'), idOf('alertmanager-edge:9093'), idOf('linear-issues'));
    const { spec, action, policies } = await scheduleOf('alertmanager-edge:9093').describe();
    expect(spec.intervals).toMatchObject([{ every: 60_000 }]);
    expect(action).toMatchObject({ workflowType: 'reconcileAlertmanager', args: ['edge:9093'], taskQueue });
    expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 10_000 });
  });

  it('are deleted where their Alertmanager is not configured any more', async () => {
    await ensure([lab, edge], 60_000);
    await listed(idOf('alertmanager-lab'), idOf('alertmanager-edge:9093'), idOf('linear-issues'));
    await ensure([edge], 60_000);
    await listed(idOf('alertmanager-edge:9093'), idOf('linear-issues'));
  });

  it('take a changed interval, and stay paused where somebody paused them', async () => {
    await ensure([lab], 60_000);
    await scheduleOf('alertmanager-lab').pause('Maintenance');
    await ensure([lab], 30_000);
    const { spec, state } = await scheduleOf('alertmanager-lab').describe();
    expect(spec.intervals).toMatchObject([{ every: 30_000 }]);
    expect(state).toMatchObject({ paused: true, note: 'Maintenance' });
  });

  it('are not those of another queue', async () => {
    const other = `${taskQueue}-other`;
    await ensure([lab], 60_000, other);
    await ensure([edge], 60_000);
    await ensure([], 60_000);
    expect(await eventually(async () => (await schedules(`reconcile/${other}/`)).length === 2)).toBe(true);
  });

  it('are made by several workers that start at the same moment', async () => {
    await ensure([edge], 60_000);
    await listed(idOf('alertmanager-edge:9093'), idOf('linear-issues'));
    await Promise.all(Array.from({ length: 8 }, () => ensure([lab], 60_000)));
    await listed(idOf('alertmanager-lab'), idOf('linear-issues'));
  });
});
