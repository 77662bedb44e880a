import { z } from 'zod';
import { type AlertGroup, readAlert, readText, type WrittenAlert } from './alert';
import { AlertMistake } from './alert-mistake';
import type { JsonBody } from './body';
import { impossible, malformed } from './problem';

export interface AlertmanagerGroup extends AlertGroup {
  /** How many alerts the sender left out of the group. */
  truncated: number;
}

const groupSchema = z.object({
  version: z.literal('4', 'version is not "4"; send the webhook payload of Alertmanager unchanged'),
  receiver: z.string('receiver is not a text').optional(),
  truncatedAlerts: z.number('truncatedAlerts is not a number').nonnegative('truncatedAlerts is below 0').default(0),
  alerts: z.array(z.unknown(), 'alerts is not a list'),
});

const alertSchema = z.looseObject({});

/** Alertmanager's webhook, version 4. Each alert is read on its own; the status of the group says nothing of them. */
export function readAlertmanagerGroup({ value, duplicates }: JsonBody, now: Date): AlertmanagerGroup {
  const group = groupSchema.safeParse(value);
  if (!group.success) {
    const issue = group.error.issues[0]!;
    throw impossible(issue.message, { pointer: issue.path.map((part) => `/${String(part)}`).join('') });
  }
  const { alerts, receiver, truncatedAlerts } = group.data;
  const outside = duplicates.find((doubled) => !/^\/alerts\/\d+\//.test(doubled));
  if (outside !== undefined) throw malformed('A key stands twice in one object.', { pointer: outside });

  const result: AlertmanagerGroup = { alerts: [], rejected: [], truncated: truncatedAlerts };
  alerts.forEach((written, index) => {
    const pointer = `/alerts/${index}`;
    try {
      const twice = duplicates.find((doubled) => doubled.startsWith(`${pointer}/`));
      if (twice !== undefined) throw new AlertMistake(twice.slice(pointer.length), 'stands twice in one object');
      const parsed = alertSchema.safeParse(written).data;
      if (!parsed) throw new AlertMistake('', 'is not an object');
      result.alerts.push({
        index,
        pointer,
        ...readAlert({ ...fieldsOf(parsed), receiver: readText(receiver ?? '', '') }, now),
      });
    } catch (error) {
      if (!(error instanceof AlertMistake)) throw error;
      result.rejected.push({ index, pointer: pointer + error.pointer, reason: error.message });
    }
  });
  return result;
}

/** Nothing but what an alert is made of: a sender may add what it likes. */
function fieldsOf({
  status,
  labels,
  annotations,
  startsAt,
  endsAt,
  generatorURL,
  fingerprint,
}: Record<string, unknown>): WrittenAlert {
  return { status, labels, annotations, startsAt, endsAt, generatorURL, fingerprint };
}
