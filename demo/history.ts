import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import type { Assessment } from '../activities/assessment/contract';
import type { CallFunctionResult } from '../activities/functions/contract';
import type { VerificationResult } from '../domain/remediation';
import { signals, type AlertFired, type AlertResolved } from '../workflows/contracts';

type Event = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads | null | undefined;

/** Something that happened, with its moment in milliseconds since 1970. */
export interface Moment<T> {
  at: number;
  value: T;
}

/** What an incident's history in Temporal says of its newest episode. */
export interface HistoryFacts {
  received?: Moment<AlertFired>;
  assessed?: Moment<Assessment>;
  called?: Moment<CallFunctionResult>;
  verified?: Moment<VerificationResult>;
  resolved?: Moment<AlertResolved>;
}

/** Reads the events from `since` (milliseconds since 1970) on; of each kind the first one counts. */
export function readHistory(events: readonly Event[], since: number): HistoryFacts {
  const facts: HistoryFacts = {};
  const types = new Map<string, string>();
  for (const event of events) {
    const at = momentOf(event);
    if (at < since) continue;
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) types.set(String(event.eventId), scheduled.activityType?.name ?? '');
    readSignal(facts, event, at);
    readAssessment(facts, event, at);
    readActivity(facts, event, at, types);
  }
  return facts;
}

function readSignal(
  facts: HistoryFacts,
  { workflowExecutionSignaledEventAttributes: signal }: Event,
  at: number,
): void {
  if (signal?.signalName === signals.alertFired) facts.received ??= { at, value: decode(signal.input) };
  if (signal?.signalName === signals.alertResolved) facts.resolved ??= { at, value: decode(signal.input) };
}

/** A local activity leaves its result in a marker. */
function readAssessment(facts: HistoryFacts, { markerRecordedEventAttributes: marker }: Event, at: number): void {
  const { data, result } = marker?.details ?? {};
  if (!data || !result) return;
  const { activity_type: type } = decode<{ activity_type?: string }>(data);
  if (type === 'assess') facts.assessed ??= { at, value: decode(result) };
}

function readActivity(facts: HistoryFacts, event: Event, at: number, types: Map<string, string>): void {
  const completed = event.activityTaskCompletedEventAttributes;
  const type = completed && types.get(String(completed.scheduledEventId));
  if (type === 'callFunction') facts.called ??= { at, value: decode(completed?.result) };
  if (type === 'verify') facts.verified ??= { at, value: decode(completed?.result) };
}

function decode<T>(payloads: Payloads): T {
  return defaultPayloadConverter.fromPayload<T>(payloads?.payloads?.[0] ?? {});
}

function momentOf({ eventTime }: Event): number {
  return Number(eventTime?.seconds ?? 0) * 1_000 + Math.round((eventTime?.nanos ?? 0) / 1e6);
}
