import { z } from 'zod';
import type { OnCallSchedule } from '../domain/on-call';
import { duration } from './duration';

const name = z.string('must be a name').min(1, 'must be a name');

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/;

const time = z
  .string('must be a time such as 2026-01-05T09:00')
  .refine(
    (written) => localTime.test(written) && !Number.isNaN(Date.parse(written)),
    'must be a time such as 2026-01-05T09:00',
  );

const person = z.strictObject({
  name,
  email: z.email('must be an email address'),
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]+$/, 'must be a Slack member id, such as U012AB3CD')
    .optional(),
});

const written = z.strictObject(
  {
    timeZone: z.string('must be a time zone').refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin'),
    people: z.array(person, 'must be a list of people'),
    rotation: z
      .strictObject({ start: time, every: duration, order: z.array(name).min(1, 'must name somebody') })
      .optional(),
    overrides: z.array(z.strictObject({ from: time, to: time, person: name }), 'must be a list').default([]),
  },
  'must be a mapping',
);

type Written = z.output<typeof written>;

/** The static on-call schedule; everybody that it names must be among its people. */
export const onCallSchema = written
  .superRefine((schedule, context) => {
    for (const { path, message } of mistakesOf(schedule)) context.addIssue({ code: 'custom', path, message });
  })
  .transform(({ rotation, ...rest }): OnCallSchedule => ({
    ...rest,
    rotation: rotation && { start: rotation.start, everyMs: rotation.every, order: rotation.order },
  }));

type Mistake = { path: PropertyKey[]; message: string };

function mistakesOf({ people, rotation, overrides }: Written): Mistake[] {
  const names = people.map((entry) => entry.name);
  const unknown = (named: string, path: PropertyKey[]): Mistake[] =>
    names.includes(named)
      ? []
      : [{ path, message: `names ${JSON.stringify(named)}, who is not among people; add them there` }];
  return [
    ...names.flatMap((named, i) =>
      names.indexOf(named) < i ? [{ path: ['people', i, 'name'], message: 'is the name of another person too' }] : [],
    ),
    ...(rotation?.order ?? []).flatMap((named, i) => unknown(named, ['rotation', 'order', i])),
    ...overrides.flatMap((override, i) => [
      ...unknown(override.person, ['overrides', i, 'person']),
      ...(Date.parse(override.to) <= Date.parse(override.from)
        ? [{ path: ['overrides', i, 'to'], message: 'must be later than from' }]
        : []),
    ]),
  ];
}
