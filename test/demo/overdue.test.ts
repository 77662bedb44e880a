import { overdue } from '../../demo/overdue';
import { stepNames } from '../../demo/timeline';

test('a step in time is not mentioned', () => {
  expect(overdue('issue', 2_000, 'logs')).toBeUndefined();
});

test('a late step is named, with the logs that tell more', () => {
  expect(overdue('received', 12_000, 'logs')).toBe(
    'Still without the event after 12 s. Look into logs/alertmanager.log, logs/ingress.log, logs/temporal.log.',
  );
});

test.each(stepNames)('%s can be late', (step) => {
  expect(overdue(step, 600_000, 'logs')).toMatch(/^Still without .+ after 600 s\./);
});
