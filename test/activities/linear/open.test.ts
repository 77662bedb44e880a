import { startLinear, type LinearStandIn } from '../../../sandbox/linear/server';
import { workflowId } from '../incident-activity';
import { linearActivities, links, opening } from './linear.fixture';

let linear: LinearStandIn;
beforeEach(async () => {
  linear = await startLinear();
});
afterEach(() => linear.close());

const written = (): string[] =>
  linear.ledger
    .entries()
    .filter(({ result }) => result === 'applied')
    .map(({ operation }) => operation);

test('writes the issue with everything a human needs in one document', async () => {
  const { open } = linearActivities(linear.apiUrl);
  const ref = await open(opening);
  const { workspace } = linear;
  const [issue] = workspace.issues;
  const alice = workspace.user('alice@example.com');
  expect(ref).toEqual({ id: issue!.id, identifier: 'SRE-1', url: `${linear.url}/issue/SRE-1`, assigneeId: alice.id });
  expect(issue).toMatchObject({
    title: '[Alert] PodCPUHigh - app-xyz (SLO: availability)',
    priority: 2,
    assigneeId: alice.id,
  });
  expect(issue!.description).toContain(
    `http://temporal.example/namespaces/default/workflows/${encodeURIComponent(workflowId)}/run-1`,
  );
  expect(workspace.workflowStates.find(({ id }) => id === issue!.stateId)!.type).toBe('started');
  expect(
    workspace.issueLabels
      .filter(({ id }) => issue!.labelIds.includes(id))
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['alert', 'prometheus', 'slo-violation']);
  expect(workspace.attachments).toMatchObject([
    { title: 'SLO: Availability (99.9% target)', url: 'http://grafana.example/d/slo-availability' },
  ]);
  expect(workspace.comments.map(({ body }) => body.split('\n')[0])).toEqual([
    'This alert impacts SLO: availability',
    '## Remediation Selected',
  ]);
  expect(written().slice(-5)).toEqual([
    'issueCreate',
    'attachmentCreate',
    'commentCreate',
    'commentCreate',
    'issueUpdate',
  ]);
});

test('leaves the issue unstarted, without attachment and violation label, where nothing calls for them', async () => {
  const { open } = linearActivities(linear.apiUrl, { links: { ...links, grafanaUrl: undefined } });
  await open({
    ...opening,
    slm: { ...opening.slm!, severity: 'low', current: 0.9999 },
    comments: [],
    state: 'unstarted',
  });
  const { workspace } = linear;
  expect(workspace.workflowStates.find(({ id }) => id === workspace.issues[0]!.stateId)!.type).toBe('unstarted');
  expect(workspace.attachments).toEqual([]);
  expect(workspace.issueLabels.map(({ name }) => name).sort()).toEqual(['alert', 'prometheus']);
});

test('opens the issue unassigned and says so where Linear does not know the person on call', async () => {
  const { open } = linearActivities(linear.apiUrl);
  const ref = await open({ ...opening, assignee: { name: 'Zoe', email: 'zoe@example.com' } });
  expect(ref.assigneeId).toBeNull();
  expect(linear.workspace.issues[0]!.description).toContain('no active user with the email `zoe@example.com`');
});

test.each(['issueCreate', 'commentCreate', 'issueUpdate'])(
  'makes nothing twice where the answer to %s is lost',
  async (operation) => {
    linear.faults.add({ match: { operation }, times: 1, action: { dropAfter: true } });
    const { open, audit } = linearActivities(linear.apiUrl);
    await expect(open(opening)).rejects.toMatchObject({ type: 'linear-unavailable', nonRetryable: false });
    const ref = await open(opening, 2);
    expect(ref.identifier).toBe('SRE-1');
    expect(linear.workspace.issues).toHaveLength(1);
    expect(linear.workspace.comments).toHaveLength(2);
    expect(linear.workspace.attachments).toHaveLength(1);
    expect(audit.filter(({ result }) => result === 'exists').map(({ operation: name }) => name)).toEqual([
      'issueCreate',
      'commentCreate',
      'commentCreate',
    ]);
  },
);

test('finishes what an earlier attempt began, each write alone', async () => {
  const { open } = linearActivities(linear.apiUrl);
  const first = await open({ ...opening, comments: [], state: 'unstarted' });
  const second = await open(opening, 2);
  expect(second).toEqual(first);
  expect(linear.workspace.comments).toHaveLength(2);
  expect(linear.workspace.workflowStates.find(({ id }) => id === linear.workspace.issues[0]!.stateId)!.type).toBe(
    'started',
  );
});

test('another episode of the same alert gets another issue', async () => {
  const { open } = linearActivities(linear.apiUrl);
  await open(opening);
  expect((await open({ ...opening, episode: '2' })).identifier).toBe('SRE-2');
});

test('two workers that open at once share labels and issue', async () => {
  const workers = [linearActivities(linear.apiUrl), linearActivities(linear.apiUrl)];
  const [one, two] = await Promise.all(workers.map(({ open }) => open(opening)));
  expect(one!.id).toBe(two!.id);
  expect(linear.workspace.issues).toHaveLength(1);
  expect(linear.workspace.issueLabels).toHaveLength(3);
});

test('an opening takes one request once team, labels and people are known', async () => {
  const { open, requests } = linearActivities(linear.apiUrl);
  await open(opening);
  requests.mockClear();
  await open({ ...opening, episode: '2' });
  expect(requests).toHaveBeenCalledTimes(1);
});

test('reads its ids anew where a state or label was replaced meanwhile', async () => {
  const { open } = linearActivities(linear.apiUrl);
  await open(opening);
  for (const state of linear.workspace.workflowStates) {
    if (state.type === 'unstarted') state.id = '11111111-1111-4111-8111-111111111111';
  }
  expect((await open({ ...opening, episode: '2' })).identifier).toBe('SRE-2');
});

test('audits every mutation with who, what, why and result, and without the key', async () => {
  const { open, audit } = linearActivities(linear.apiUrl);
  const { id } = await open(opening);
  expect(audit.map(({ operation, step, result }) => `${String(operation)} ${String(step)} ${String(result)}`)).toEqual([
    'issueLabelCreate label-alert ok',
    'issueLabelCreate label-prometheus ok',
    'issueLabelCreate label-slo-violation ok',
    'issueCreate issue ok',
    'attachmentCreate attachment ok',
    'commentCreate slo-impact ok',
    'commentCreate selected ok',
    'issueUpdate state-started ok',
  ]);
  expect(audit[3]).toMatchObject({
    actor: 'agent-sre',
    writer: 'test',
    workflowId,
    runId: 'run-1',
    system: 'linear',
    target: id,
  });
  expect(audit[3]!.time).toMatch(/^\d{4}-\d\d-\d\dT/);
});
