import type { OnCallPerson } from './incident';

/** A rotation with overrides. Local times (`2026-01-05T09:00`) are in `timeZone`; a time with an offset means itself. */
export interface OnCallSchedule {
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  people: OnCallPerson[];
  rotation?: { start: string; everyMs: number; order: string[] };
  overrides: { from: string; to: string; person: string }[];
}

const dayMs = 86_400_000;

/** Who is on call at `now`; `null` before the rotation starts or where nobody is named. An override wins; of several the last. */
export function onCallAt(schedule: OnCallSchedule, now: Date): OnCallPerson | null {
  const wall = wallClock(now, schedule.timeZone);
  const since = (written: string): number =>
    hasOffset(written) ? now.getTime() - Date.parse(written) : wall - wallTime(written);
  const override = schedule.overrides.findLast(({ from, to }) => since(from) >= 0 && since(to) < 0);
  const name = override?.person ?? rotationAt(schedule, now, wall);
  return schedule.people.find((person) => person.name === name) ?? null;
}

/** Whole days are counted on the wall clock, so that hand-over stays at the same local time across a clock change. */
function rotationAt({ rotation, timeZone }: OnCallSchedule, now: Date, wall: number): string | undefined {
  if (!rotation || rotation.order.length === 0) return undefined;
  const elapsed = elapsedSince(rotation.start, rotation.everyMs % dayMs === 0, timeZone, now, wall);
  if (elapsed < 0) return undefined;
  return rotation.order[Math.floor(elapsed / rotation.everyMs) % rotation.order.length];
}

function elapsedSince(start: string, wholeDays: boolean, timeZone: string, now: Date, wall: number): number {
  if (!hasOffset(start)) return wall - wallTime(start);
  return wholeDays ? wall - wallClock(new Date(start), timeZone) : now.getTime() - Date.parse(start);
}

const hasOffset = (written: string): boolean => /(Z|[+-]\d\d:?\d\d)$/.test(written);

/** The written local time as if it were UTC, so that wall clocks can be subtracted. */
const wallTime = (written: string): number => Date.parse(`${written}Z`);

function wallClock(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(now);
  const part = (type: string): number => Number(parts.find((candidate) => candidate.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}
