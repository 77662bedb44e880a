import { Field, firing, resolved, scalePod } from '../e2e/field';
import { eventually } from '../support/eventually';

jest.setTimeout(60_000);

describe('VAL-004 function execution', () => {
  let field: Field;
  beforeAll(async () => {
    field = await Field.start({ monitored: false, timing: { cooldown: '1ms' } });
  });
  afterAll(() => field?.stop());
  afterEach(() => field.stack.sandbox.functions.faults.clear());

  const longJob = (parameters: object) =>
    firing({ annotations: { lambda_function: 'slow-job', lambda_parameters: JSON.stringify(parameters) } });

  test('posts the parameters with an idempotency key and a trace context', async () => {
    const alert = firing({ annotations: scalePod });
    await field.post([alert]);
    await field.reaches(alert, 'waiting');
    const [call] = field.calls(alert);
    expect(call).toMatchObject({ operation: 'scale-pod', result: 'applied' });
    expect(call!.keys.idempotencyKey).toMatch(/^incident\/[0-9a-f]{16}\/.+\/execute\/1$/);
    expect(call!.detail).toMatchObject({ body: JSON.parse(scalePod.lambda_parameters) as object });
    expect((call!.detail as { traceparent: string }).traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  test('repeats a call whose answer was lost, and it has one effect', async () => {
    field.stack.sandbox.functions.faults.add({
      match: { operation: 'scale-pod' },
      times: 1,
      action: { dropAfter: true },
    });
    const alert = firing({ annotations: scalePod });
    await field.post([alert]);
    await field.reaches(alert, 'waiting');
    expect(field.calls(alert).map(({ result }) => result)).toEqual(['applied', 'repeated']);
  });

  test('does not repeat what the function refuses, and asks a human', async () => {
    field.stack.sandbox.functions.faults.add({ match: { operation: 'scale-pod' }, action: { status: 422 } });
    const alert = firing({ annotations: scalePod });
    await field.post([alert]);
    await field.reaches(alert, 'escalated');
    await eventually(() => field.headings(alert).includes('Escalated'));
    expect(field.headings(alert)).toContain('Remediation Failed');
    expect(field.effects(alert)).toEqual([]);
  });

  test('follows a long call by its status address', async () => {
    const alert = longJob({ durationMs: 1_500, retryAfterSeconds: 1 });
    await field.post([alert]);
    await eventually(() => field.headings(alert).includes('Remediation Not Verified'), { within: 20_000 });
    expect(field.comments(alert).join('\n')).toContain('The job succeeded after 1500 ms');
  });

  test('hears of the end of a long call by its callback', async () => {
    const alert = longJob({ durationMs: 500, location: false });
    await field.post([alert]);
    await eventually(() => field.headings(alert).includes('Remediation Not Verified'), { within: 20_000 });
    expect(field.comments(alert).join('\n')).toContain('The job succeeded after 500 ms');
    const callbacks = field.stack.sandbox.functions.ledger.entries('callback');
    expect(callbacks.at(-1)).toMatchObject({ result: 'applied' });
  });

  test('calls nothing that the rule may not name', async () => {
    const alert = firing({ annotations: { lambda_function: '../admin', lambda_parameters: '{}' } });
    await field.post([alert]);
    await field.reaches(alert, 'escalated');
    expect(field.calls(alert)).toEqual([]);
    await field.post([resolved(alert)]);
    expect(await field.reaches(alert, 'closed')).toMatchObject({ outcome: 'self-resolved' });
  });
});
