import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { runModule } from './run-module';

const root = resolve(__dirname, '../..');

const report = async (results: object): Promise<string> =>
  (
    await runModule(`
      import TotalsReporter from 'SCRIPTS/totals-reporter.mjs';
      new TotalsReporter().onRunComplete(new Set(), ${JSON.stringify(results)});`)
  ).stdout;

describe('a test run ends with one plain line', () => {
  const counts = { numPassedTests: 12, numFailedTests: 1, numRuntimeErrorTestSuites: 0, numPendingTests: 0 };

  test('of what passed and what failed', async () => {
    await expect(report(counts)).resolves.toBe('12 passed, 1 failed\n');
  });

  test('that counts a test file that did not load as failed', async () => {
    await expect(report({ ...counts, numRuntimeErrorTestSuites: 2 })).resolves.toBe('12 passed, 3 failed\n');
  });

  test('and of what was skipped, where anything was', async () => {
    await expect(report({ ...counts, numPendingTests: 4 })).resolves.toBe('12 passed, 1 failed, 4 skipped\n');
  });
});

test('starting something unknown says what there is', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', 'everything'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain('Names: ingress, worker, sandbox, temporal, demo, bench');
});

test('asking for an unknown program says which there are', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/programs.mjs', 'grafana'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain('Names: temporal, prometheus, alertmanager');
});

test('a command that fails says why with the first and the last lines that it wrote', async () => {
  const { stdout } = await runModule(`
    import { run } from 'SCRIPTS/command.mjs';
    const code = 'for (let i = 1; i <= 40; i++) console.error("line " + i); process.exit(3)';
    await run(process.execPath, ['-e', code]).catch((error) => console.log(error.message));`);
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toMatch(/ended with 3:$/);
  expect(lines).toEqual(expect.arrayContaining(['line 1', 'line 8', '...', 'line 33', 'line 40']));
  expect(lines).not.toContain('line 20');
});
