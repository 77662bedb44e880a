import { updateIssue } from '../../../sandbox/linear/issues';
import { startLinear, type LinearStandIn } from '../../../sandbox/linear/server';
import { closingWrites, linearActivities, opening, updateOf } from './linear.fixture';

let linear: LinearStandIn;
beforeEach(async () => {
  linear = await startLinear();
});
afterEach(() => linear.close());

test('lists how the issues stand that changed since a moment', async () => {
  const { open, update, watch } = linearActivities(linear.apiUrl);
  const first = await open(opening);
  const second = await open({ ...opening, episode: '2' });
  const since = linear.workspace.now();
  await update(updateOf(first, closingWrites));
  const changes = await watch(since);
  expect(changes).toEqual([
    {
      issueId: first.id,
      identifier: 'SRE-1',
      stateType: 'completed',
      assigneeId: first.assigneeId,
      updatedAt: expect.any(String) as string,
      changedBy: null,
    },
  ]);
  expect((await watch('2026-01-01T00:00:00Z', [second.id])).map(({ issueId }) => issueId)).toEqual([second.id]);
});

test('reads page after page', async () => {
  const { open, watch } = linearActivities(linear.apiUrl);
  await open(opening);
  const [issue] = linear.workspace.issues;
  for (let n = 0; n < 150; n += 1)
    linear.workspace.issues.push({ ...issue!, id: `copy-${n}`, identifier: `SRE-${n + 2}` });
  expect(new Set((await watch('2026-01-01T00:00:00Z')).map(({ issueId }) => issueId)).size).toBe(151);
});

test('takes a deleted issue as cancelled, and passes over issues of others', async () => {
  const { open, watch } = linearActivities(linear.apiUrl);
  await open(opening);
  const [issue] = linear.workspace.issues;
  Object.assign(issue!, { trashed: true });
  linear.workspace.issues.push({ ...issue!, id: 'other', labelIds: [] });
  expect(await watch('2026-01-01T00:00:00Z')).toMatchObject([{ issueId: issue!.id, stateType: 'canceled' }]);
});

test('names who but agent-sre changed the state or the assignee', async () => {
  const { open, watch } = linearActivities(linear.apiUrl);
  const { id } = await open(opening);
  const since = linear.workspace.now();
  const [issue] = linear.workspace.issues;
  const alice = linear.workspace.users.find(({ email }) => email === 'alice@example.com')!;
  const canceled = linear.workspace.workflowStates.find(({ type }) => type === 'canceled')!;
  updateIssue(linear.workspace, issue!, { stateId: canceled.id }, alice);
  expect(await watch(since)).toMatchObject([{ issueId: id, stateType: 'canceled', changedBy: alice.name }]);
});
