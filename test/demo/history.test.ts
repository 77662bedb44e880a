import { toPayloads, defaultPayloadConverter } from '@temporalio/common';
import { readHistory } from '../../demo/history';

const begin = Date.parse('2026-11-21T10:00:00.000Z');
const payloads = (value: unknown) => ({ payloads: toPayloads(defaultPayloadConverter, value) ?? [] });

/** Events as Temporal numbers them, a second apart. */
function history(...events: object[]) {
  return events.map((event, index) => {
    const seconds = begin / 1000 + index;
    return { eventId: index + 1, eventTime: { seconds, nanos: 0 }, ...event } as never;
  });
}

const signal = (signalName: string, value: object) => ({
  workflowExecutionSignaledEventAttributes: { signalName, input: payloads(value) },
});
const marker = (type: string, result: object) => ({
  markerRecordedEventAttributes: {
    markerName: 'core_local_activity',
    details: { data: payloads({ activity_type: type }), result: payloads(result) },
  },
});
const scheduled = (name: string) => ({ activityTaskScheduledEventAttributes: { activityType: { name } } });
const completed = (scheduledEventId: number, result: object) => ({
  activityTaskCompletedEventAttributes: { scheduledEventId, result: payloads(result) },
});

test('an empty history says nothing', () => expect(readHistory([], 0)).toEqual({}));

test('every fact comes with its moment', () => {
  const events = history(
    signal('alertFired', { receivedAt: 'now' }),
    marker('assess', { slm: null }),
    scheduled('verify'),
    completed(3, { verdict: 'verified' }),
    signal('alertResolved', { receivedAt: 'later' }),
  );
  expect(readHistory(events, begin)).toEqual({
    received: { at: begin, value: { receivedAt: 'now' } },
    assessed: { at: begin + 1_000, value: { slm: null } },
    verified: { at: begin + 3_000, value: { verdict: 'verified' } },
    resolved: { at: begin + 4_000, value: { receivedAt: 'later' } },
  });
});

test('what happened before the incident belongs to another', () => {
  const events = history(signal('alertFired', { n: 1 }), signal('alertResolved', {}), signal('alertFired', { n: 2 }));
  expect(readHistory(events, begin + 2_000)).toEqual({ received: { at: begin + 2_000, value: { n: 2 } } });
});

test('other activities and local reads are passed over', () => {
  const events = history(marker('readSlm', {}), scheduled('openIssue'), completed(2, {}));
  expect(readHistory(events, begin)).toEqual({});
});

test('the first measurement counts, not one that was cancelled and ended later', () => {
  const events = history(scheduled('verify'), scheduled('verify'), completed(2, { n: 2 }), completed(1, { n: 1 }));
  expect(readHistory(events, begin).verified?.value).toEqual({ n: 2 });
});
