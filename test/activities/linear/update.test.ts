import type { IssueRef } from '../../../domain/incident';
import { startLinear, type LinearStandIn } from '../../../sandbox/linear/server';
import { closingWrites, linearActivities, opening, updateOf, waitingWrites } from './linear.fixture';

let linear: LinearStandIn;
let issue: IssueRef;
beforeEach(async () => {
  linear = await startLinear();
  issue = await linearActivities(linear.apiUrl).open({ ...opening, comments: [] });
});
afterEach(() => linear.close());

const stateType = (): string =>
  linear.workspace.workflowStates.find(({ id }) => id === linear.workspace.issues[0]!.stateId)!.type;

test('writes the closing comment and then the state', async () => {
  const { update } = linearActivities(linear.apiUrl);
  await update(updateOf(issue, closingWrites));
  expect(linear.workspace.comments[0]!.body).toContain('## Alert Resolved');
  expect(stateType()).toBe('completed');
  expect(
    linear.ledger
      .entries()
      .slice(-2)
      .map(({ operation }) => operation),
  ).toEqual(['commentCreate', 'issueUpdate']);
});

test('changes the priority', async () => {
  const { update } = linearActivities(linear.apiUrl);
  await update(updateOf(issue, [{ write: 'priority', to: { priority: 1, reason: 'Worse.' } }]));
  expect(linear.workspace.issues[0]!.priority).toBe(1);
});

test('writes each comment once however often it is repeated', async () => {
  const { update, audit } = linearActivities(linear.apiUrl);
  linear.faults.add({ match: { operation: 'commentCreate' }, times: 1, action: { dropAfter: true } });
  await expect(update(updateOf(issue, closingWrites))).rejects.toMatchObject({ type: 'linear-unavailable' });
  await update(updateOf(issue, closingWrites));
  await update(updateOf(issue, closingWrites));
  expect(linear.workspace.comments).toHaveLength(1);
  expect(stateType()).toBe('completed');
  expect(audit.filter(({ result }) => result === 'exists')).toHaveLength(2);
});

test('does the other writes and then fails for good where one is rejected', async () => {
  const { update } = linearActivities(linear.apiUrl);
  linear.workspace.checkNewId = () => {
    throw new Error('This workspace takes no new comments.');
  };
  const update1 = update(updateOf(issue, closingWrites));
  await expect(update1).rejects.toMatchObject({ nonRetryable: true, type: 'linear-rejected' });
  expect(stateType()).toBe('completed');
});

test('fails for good where the issue is gone', async () => {
  const { update } = linearActivities(linear.apiUrl);
  linear.workspace.issues.length = 0;
  await expect(update(updateOf(issue, closingWrites))).rejects.toMatchObject({
    type: 'linear-rejected',
    nonRetryable: true,
  });
});

test('nothing to write asks nothing of Linear', async () => {
  const { update } = linearActivities('http://127.0.0.1:1/graphql');
  await expect(update(updateOf(issue, []))).resolves.toBeUndefined();
});

describe('while less than a tenth of the hourly budget is left', () => {
  let low: LinearStandIn;
  afterEach(() => low.close());

  /** The opening takes nine requests; two looks leave one of twelve. */
  const start = async (clock: () => number) => {
    low = await startLinear({ requestsPerHour: 12 });
    const worker = linearActivities(low.apiUrl, { clock });
    const ref = await worker.open({ ...opening, comments: [] });
    await worker.watch('2026-01-01T00:00:00Z');
    await worker.watch('2026-01-01T00:00:00Z');
    return { ref, ...worker };
  };

  test('comments that can wait are put off until the reset, at most five minutes at a time', async () => {
    let now = Date.now();
    const { ref, update } = await start(() => now);
    await expect(update(updateOf(ref, waitingWrites))).rejects.toMatchObject({
      type: 'linear-budget-low',
      nonRetryable: false,
      nextRetryDelay: 300_000,
    });
    expect(low.workspace.comments).toHaveLength(0);
    now += 3_700_000;
    await update(updateOf(ref, waitingWrites));
    expect(low.workspace.comments).toHaveLength(1);
  });

  test('a comment that a person acts on is written', async () => {
    const { ref, update } = await start(Date.now);
    await update(updateOf(ref, closingWrites.slice(0, 1)));
    expect(low.workspace.comments).toHaveLength(1);
  });

  test('a state is written, and with it the comment of the same moment', async () => {
    const { ref, update } = await start(Date.now);
    await update(updateOf(ref, [...waitingWrites, { write: 'state', to: 'completed' }]));
    expect(low.workspace.comments).toHaveLength(1);
  });
});
