import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { storedHistories, type StoredHistory } from './histories';

jest.setTimeout(120_000);

const options = {
  workflowBundle: { codePath: process.env.WORKFLOW_BUNDLE_PATH ?? '' },
};

beforeAll(() => Runtime.install({ logger: new DefaultLogger('ERROR') }));

async function failuresOf(histories: StoredHistory[]): Promise<string[]> {
  const failures: string[] = [];
  const replayed = Worker.runReplayHistories(
    options,
    histories.map(({ name, history }) => ({ workflowId: name, history })),
  );
  for await (const { workflowId, error } of replayed) {
    if (error) failures.push(`${workflowId}: ${error.name} ${error.message}`);
  }
  return failures;
}

it('every stored history replays on the workflows as they are', async () => {
  const histories = await storedHistories();
  expect(histories.length).toBeGreaterThan(20);
  expect(await failuresOf(histories)).toEqual([]);
});

it('a history that took another way is told apart', async () => {
  const [history] = (await storedHistories()).filter(({ name }) => name.includes('is-opened-remediated'));
  const other = JSON.parse(JSON.stringify(history).replace('"openIssue"', '"openAnotherIssue"')) as StoredHistory;
  expect(await failuresOf([other])).toEqual([expect.stringContaining(DeterminismViolationError.name)]);
});
