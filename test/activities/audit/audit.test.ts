import { createAuditLog } from '../../../activities/audit/log';
import { redactedCause, redactSecrets } from '../../../activities/audit/redaction';
import { asActivity, workflowId } from '../incident-activity';

const entry = {
  system: 'linear',
  operation: 'commentCreate',
  target: 'c-1',
  step: 'selected',
  requestId: 'r-1',
  result: 'ok',
} as const;

test('appends one JSON line per change, saying who did what, when and for which run', async () => {
  const lines: string[] = [];
  const audit = createAuditLog({ write: (line) => lines.push(line), clock: () => 0, writer: 'worker-7' });
  await asActivity(async () => audit.record(entry));
  await asActivity(async () => audit.record({ ...entry, result: 'error', failure: 'refused lin_api_secret1' }));
  expect(lines.every((line) => line.endsWith('\n') && !line.trimEnd().includes('\n'))).toBe(true);
  expect(JSON.parse(lines[0]!)).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    actor: 'agent-sre',
    writer: 'worker-7',
    workflowId,
    runId: 'run-1',
    ...entry,
  });
  expect(JSON.parse(lines[1]!)).toMatchObject({ result: 'error', failure: 'refused [redacted]' });
});

test.each([
  ['key lin_api_abcDEF123 is bad', 'key [redacted] is bad'],
  ['token xoxb-12-34-abc', 'token [redacted]'],
  ['Authorization: Bearer abc.def-1', 'Authorization: Bearer [redacted]'],
  ['smtp://user:pass@mail.example refused', 'smtp://[redacted]@mail.example refused'],
  ['nothing secret: a@b.example', 'nothing secret: a@b.example'],
])('"%s" is shown as "%s"', (text, shown) => {
  expect(redactSecrets(text)).toBe(shown);
});

test('a cause keeps the reason that fetch hides, and no stack', () => {
  const cause = redactedCause(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:1') }));
  expect(cause.message).toBe('fetch failed: connect ECONNREFUSED 127.0.0.1:1');
  expect(cause.name).toBe('TypeError');
  expect(cause.stack).toBeUndefined();
});
