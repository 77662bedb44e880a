/**
 * Whether an alert fires, learned from events that come twice, late and out of order. Only maxima decide (the newest
 * instant at which it was known to fire against the newest end), so any order of the same events ends in the same
 * answer and a repeat changes nothing. Times are ISO 8601 in UTC with milliseconds, which compare as text.
 */
export interface AlertTimeline {
  firing: boolean;
  /** Earliest start of the present occurrence, or of the last one. */
  startsAt: string;
  /** Newest instant at which the alert was known to fire. */
  firingAt: string | null;
  /** Newest end that was heard of. */
  endsAt: string | null;
}

export type TimelineEvent =
  /** `seenActiveAt`: the reconciler saw it active then, which outweighs an end from before. */
  { kind: 'fired'; startsAt: string; seenActiveAt?: string } | { kind: 'ended'; endsAt: string };

export const silentTimeline: AlertTimeline = { firing: false, startsAt: '', firingAt: null, endsAt: null };

export function withEvent(timeline: AlertTimeline, event: TimelineEvent): AlertTimeline {
  return event.kind === 'fired' ? withFired(timeline, event) : withEnded(timeline, event.endsAt);
}

function withFired(timeline: AlertTimeline, event: { startsAt: string; seenActiveAt?: string }): AlertTimeline {
  const firingAt = later(timeline.firingAt, later(event.startsAt, event.seenActiveAt ?? null));
  const firing = timeline.firing || isAfter(firingAt, timeline.endsAt);
  const opens = firing && !timeline.firing;
  // A start from before the last end is a late copy of the occurrence before: it does not move this one's start.
  const belongs = event.seenActiveAt !== undefined || isAfter(event.startsAt, timeline.endsAt);
  const startsAt = opens
    ? event.startsAt
    : firing && belongs && event.startsAt < timeline.startsAt
      ? event.startsAt
      : timeline.startsAt;
  return { firing, startsAt, firingAt, endsAt: timeline.endsAt };
}

function withEnded(timeline: AlertTimeline, ended: string): AlertTimeline {
  const endsAt = later(timeline.endsAt, ended);
  return { ...timeline, endsAt, firing: timeline.firing && !isAfter(endsAt, timeline.firingAt) };
}

function isAfter(instant: string, other: string | null): boolean {
  return other === null || instant > other;
}

function later(a: string | null, b: string | null): string {
  if (a === null) return b ?? '';
  return b !== null && b > a ? b : a;
}
