import { randomUUID } from 'node:crypto';
import { LinearClient, LinearError } from '@linear/sdk';
import { defaultApiKey } from '../../../sandbox/linear/auth';
import { startLinear, type LinearStandIn } from '../../../sandbox/linear/server';

let linear: LinearStandIn;
let client: LinearClient;

beforeAll(async () => {
  linear = await startLinear();
  client = new LinearClient({ apiKey: defaultApiKey, apiUrl: linear.apiUrl });
});
afterAll(() => linear.close());

/** The error that a call ends with, as the SDK gives it. */
async function errorOf(call: Promise<unknown>): Promise<LinearError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LinearError)) throw new Error('The call was expected to fail.');
  return error;
}

async function team(): Promise<{ id: string; todo: string; done: string }> {
  const found = (await client.teams({ filter: { key: { eq: 'SRE' } } })).nodes[0]!;
  const states = await found.states();
  const byType = (type: string): string => states.nodes.find((state) => state.type === type)!.id;
  return { id: found.id, todo: byType('unstarted'), done: byType('completed') };
}

describe('the Linear API', () => {
  it('gives team, states, labels and users as the SDK asks for them', async () => {
    const { id } = await team();
    const states = await client.workflowStates({ filter: { team: { id: { eq: id } }, type: { eq: 'started' } } });
    expect(states.nodes.map(({ name }) => name)).toEqual(['In Progress']);
    const users = await client.users({ filter: { email: { eqIgnoreCase: 'Alice@example.com' } } });
    expect(users.nodes.map(({ email }) => email)).toEqual(['alice@example.com']);
    expect((await client.viewer).name).toBe('agent-sre');
    await client.createIssueLabel({ name: 'alert', teamId: id });
    const labels = await client.issueLabels({ filter: { name: { in: ['alert', 'prometheus'] } } });
    expect(labels.nodes.map(({ name }) => name)).toEqual(['alert']);
  });

  it('creates an issue under the given id and finds it by id and by identifier', async () => {
    const { id: teamId, todo } = await team();
    const id = randomUUID();
    const payload = await client.createIssue({ id, teamId, title: 'CPU high', priority: 2, stateId: todo });
    const issue = (await payload.issue)!;
    expect(issue).toMatchObject({ id, title: 'CPU high', priority: 2, priorityLabel: 'High' });
    expect(issue.url).toBe(`${linear.url}/issue/${issue.identifier}`);
    expect((await client.issue(issue.identifier)).id).toBe(id);
    expect((await (await client.issue(id)).state)!.name).toBe('Todo');
  });

  it('keeps comments, attachments and the history of states', async () => {
    const { id: teamId, done } = await team();
    const issue = (await (await client.createIssue({ teamId, title: 'Disk full' })).issue)!;
    await client.createComment({ issueId: issue.id, body: 'First' });
    await client.createComment({ issueId: issue.id, body: 'Second' });
    await client.createAttachment({ issueId: issue.id, title: 'SLO', url: 'https://grafana.example/d/1' });
    await client.createAttachment({
      issueId: issue.id,
      title: 'SLO: Availability',
      url: 'https://grafana.example/d/1',
    });
    await client.updateIssue(issue.id, { stateId: done });
    expect((await issue.comments()).nodes.map(({ body }) => body)).toEqual(['Second', 'First']);
    expect((await issue.attachments()).nodes.map(({ title }) => title)).toEqual(['SLO: Availability']);
    const [entry] = (await issue.history()).nodes;
    expect([(await entry!.fromState)!.type, (await entry!.toState)!.type]).toEqual(['backlog', 'completed']);
    expect((await client.issue(issue.id)).completedAt).toBeInstanceOf(Date);
  });

  it('filters issues by ids, by time of change and by label, and pages through them', async () => {
    const { id: teamId } = await team();
    const label = (await (await client.createIssueLabel({ name: 'paging', teamId })).issueLabel)!;
    const ids: string[] = [];
    for (const title of ['a', 'b', 'c']) {
      const payload = await client.createIssue({ teamId, title, labelIds: [label.id] });
      ids.push(payload.issueId!);
    }
    const first = await client.issues({ first: 2, filter: { labels: { some: { name: { eq: 'paging' } } } } });
    expect(first.nodes.map(({ title }) => title)).toEqual(['c', 'b']);
    expect((await first.fetchNext()).nodes.map(({ title }) => title)).toEqual(['c', 'b', 'a']);
    const found = await client.issues({ filter: { id: { in: ids.slice(0, 1) } } });
    expect(found.nodes.map(({ title }) => title)).toEqual(['a']);
    const since = (await client.issue(ids[1]!)).updatedAt;
    const newer = await client.issues({ filter: { team: { key: { eq: 'SRE' } }, updatedAt: { gt: since } } });
    expect(newer.nodes.map(({ title }) => title)).toEqual(['c']);
  });
});

describe('what Linear would refuse', () => {
  it('refuses a missing token, a wrong one, and a personal key sent as a bearer token', async () => {
    const ask = async (headers: Record<string, string>): Promise<[number, string]> => {
      const body = JSON.stringify({ query: '{ viewer { id } }' });
      const answer = await fetch(linear.apiUrl, { method: 'POST', body, headers });
      const { errors } = (await answer.json()) as { errors?: [{ extensions: { code: string } }] };
      return [answer.status, errors?.[0].extensions.code ?? 'none'];
    };
    expect(await ask({})).toEqual([401, 'AUTHENTICATION_ERROR']);
    expect(await ask({ authorization: 'lin_api_wrong' })).toEqual([401, 'AUTHENTICATION_ERROR']);
    expect(await ask({ authorization: `Bearer ${defaultApiKey}` })).toEqual([400, 'AUTHENTICATION_ERROR']);
    expect(await ask({ authorization: defaultApiKey })).toEqual([200, 'none']);
  });

  it.each([
    ['an id that is no UUID v4', { id: '6f5902ac-2370-5d3e-9b6c-1f1c5a1f0a10' }, 'Argument Validation Error'],
    ['an empty title', { title: '' }, 'Argument Validation Error'],
    ['a title of 256 characters', { title: 'x'.repeat(256) }, 'Argument Validation Error'],
    ['an unknown team', { teamId: randomUUID() }, 'Entity not found: Team'],
    ['an unknown state', { stateId: randomUUID() }, 'Entity not found: WorkflowState'],
    ['an unknown label', { labelIds: [randomUUID()] }, 'Entity not found: IssueLabel'],
    ['an unknown user', { assigneeId: randomUUID() }, 'Entity not found: User'],
    ['an unknown field', { severity: 'high' }, 'is not defined by type "IssueCreateInput"'],
    ['a value of the wrong type', { priority: 'high' }, 'Int cannot represent non-integer value'],
  ])('refuses %s', async (_what, input, message) => {
    const { id: teamId } = await team();
    const before = linear.workspace.issues.length;
    const refused = { teamId, title: 'Refused', ...input } as Parameters<typeof client.createIssue>[0];
    const error = await errorOf(client.createIssue(refused));
    expect(error.message).toContain(message);
    expect(linear.workspace.issues).toHaveLength(before);
  });

  it('refuses an id that is taken, and says so', async () => {
    const { id: teamId } = await team();
    const id = randomUUID();
    await client.createIssue({ id, teamId, title: 'Once' });
    const error = await errorOf(client.createIssue({ id, teamId, title: 'Twice' }));
    expect(error.message).toContain('already exists');
    expect(error.type).toBe('InvalidInput');
    expect(
      linear.ledger
        .entries('issueCreate')
        .filter(({ keys }) => keys.id === id)
        .map(({ result }) => result),
    ).toEqual(['applied', 'repeated']);
  });

  it('runs no later write of a document after one that failed, and answers without data', async () => {
    const { id: teamId } = await team();
    const issueId = (await client.createIssue({ teamId, title: 'In order' })).issueId!;
    const comment = (body: string): string =>
      `commentCreate(input: { issueId: "${issueId}", body: "${body}" }) { success }`;
    const query = `mutation { a: ${comment('kept')} b: ${comment(' ')} c: ${comment('never')} }`;
    const answer = await fetch(linear.apiUrl, {
      ...{ method: 'POST', headers: { authorization: defaultApiKey }, body: JSON.stringify({ query }) },
    });
    expect(await answer.json()).toMatchObject({ data: null, errors: [{ path: ['b'] }] });
    const kept = linear.workspace.comments.filter((written) => written.issueId === issueId);
    expect(kept.map(({ body }) => body)).toEqual(['kept']);
  });

  it('answers RATELIMITED with the headers when the hour is used up', async () => {
    const small = await startLinear({ requestsPerHour: 2 });
    const limited = new LinearClient({ apiKey: defaultApiKey, apiUrl: small.apiUrl });
    await limited.viewer;
    await limited.viewer;
    const error = await errorOf(Promise.resolve(limited.viewer));
    expect(error).toMatchObject({ type: 'Ratelimited', status: 400 });
    const reset = Number(error.raw?.response?.headers?.get('x-ratelimit-requests-reset'));
    expect(reset).toBeGreaterThan(Date.now());
    await small.close();
  });
});
