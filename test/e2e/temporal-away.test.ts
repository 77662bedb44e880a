import { Field, firing } from './field';

jest.setTimeout(90_000);

describe('while Temporal is away', () => {
  let field: Field;
  const before = firing();
  const during = firing();
  let refusal: { status: number; retryAfter: string | null; type: string | null; ms: number };

  beforeAll(async () => {
    field = await Field.start({ monitored: false, durable: true });
    await field.post([before]);
    await field.reaches(before, 'escalated');
    await field.stack.temporal.stop();
    const began = Date.now();
    const answer = await field.post([during]);
    refusal = {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      type: answer.headers.get('content-type'),
      ms: Date.now() - began,
    };
  });
  afterAll(() => field?.stop());

  test('an alert is refused in time and the sender told to come again', () => {
    expect(refusal).toMatchObject({ status: 503, type: expect.stringContaining('application/problem+json') });
    expect(Number(refusal.retryAfter)).toBeGreaterThan(0);
    expect(refusal.ms).toBeLessThan(3_000);
  });

  test('the ingress lives on and says that it is not ready', async () => {
    expect((await fetch(`${field.stack.ingress.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${field.stack.ingress.url}/readyz`)).status).toBe(503);
  });

  test('nothing is lost: after its return the retry is accepted and the older incident goes on', async () => {
    await field.stack.restartTemporal();
    const accepted = async (): Promise<boolean> => (await field.post([during])).status === 202;
    const deadline = Date.now() + 20_000;
    while (!(await accepted()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 500));
    await field.reaches(during, 'escalated', 40_000);
    expect(await field.reaches(before, 'escalated', 40_000)).toMatchObject({ issue: { identifier: 'SRE-1' } });
    expect(field.issues(before)).toHaveLength(1);
    expect(field.issues(during)).toHaveLength(1);
  });
});
