import { z } from 'zod';
import type { Alert } from '../domain/alert';
import { fingerprintOf } from '../domain/fingerprint';
import { trimAlert } from '../domain/trim';
import { AlertMistake } from './alert-mistake';
import { readEndsAt, readStartsAt } from './alert-times';
import { pointerPart } from './json-scan';

export interface ReadAlert {
  /** Within the request. */
  index: number;
  /** JSON pointer (RFC 6901) of the alert in the request. */
  pointer: string;
  alert: Alert;
  /** Whether the sender named another fingerprint; ours counts. */
  fingerprintDiffers: boolean;
}

export interface RejectedAlert {
  index: number;
  /** JSON pointer (RFC 6901) into the request. */
  pointer: string;
  reason: string;
}

/** One request's alerts, each on its own. */
export interface AlertGroup {
  alerts: ReadAlert[];
  rejected: RejectedAlert[];
}

/** What the sources of alerts have in common once their payload is taken apart. */
export interface WrittenAlert {
  status: unknown;
  labels: unknown;
  annotations: unknown;
  startsAt: unknown;
  endsAt: unknown;
  generatorURL?: unknown;
  fingerprint?: unknown;
  receiver?: string;
  correlationId?: string;
}

/** Bytes of all label names and values together. Alertmanager's own alerts have a few hundred. */
const labelsLimit = 262_144;

/** A valid, trimmed alert with its own fingerprint; throws an `AlertMistake`. */
export function readAlert(written: WrittenAlert, now: Date): Omit<ReadAlert, 'index' | 'pointer'> {
  const status = z.enum(['firing', 'resolved']).safeParse(written.status).data;
  if (!status) throw new AlertMistake('/status', 'status is neither firing nor resolved');
  const labels = readLabels(written.labels);
  const annotations = readTexts(written.annotations ?? {}, '/annotations');
  const startsAt = readStartsAt(written.startsAt, now);
  const endsAt = readEndsAt(written.endsAt, status, startsAt, now);
  const fingerprint = fingerprintOf(labels);
  const generatorURL = readText(written.generatorURL ?? '', '/generatorURL');
  const alert: Alert = {
    fingerprint,
    status,
    labels,
    annotations,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    ...(generatorURL !== '' && { generatorURL }),
    ...(written.receiver && { receiver: written.receiver }),
    ...(written.correlationId && { correlationId: written.correlationId }),
  };
  const fingerprintDiffers = typeof written.fingerprint === 'string' && written.fingerprint !== fingerprint;
  return { alert: trimAlert(alert), fingerprintDiffers };
}

/** Labels are the alert's identity, so a label without a value, which means the same as none, is left out. */
function readLabels(written: unknown): Record<string, string> {
  const pairs = Object.entries(readTexts(written, '/labels')).filter(([, value]) => value !== '');
  const size = pairs.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (size > labelsLimit) throw new AlertMistake('/labels', `the labels have more than ${labelsLimit} bytes together`);
  const labels = Object.fromEntries(pairs);
  if (!Object.hasOwn(labels, 'alertname')) throw new AlertMistake('/labels/alertname', 'alertname is missing');
  return labels;
}

function readTexts(written: unknown, pointer: string): Record<string, string> {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    throw new AlertMistake(pointer, 'is not an object of texts');
  }
  for (const [name, value] of Object.entries(written)) {
    if (name === '' || name === '__proto__' || loneSurrogate.test(name))
      throw new AlertMistake(pointer, 'holds a name that is not allowed');
    readText(value, `${pointer}/${pointerPart(name)}`);
  }
  return written as Record<string, string>;
}

const loneSurrogate = /\p{Surrogate}/u;

/** A lone surrogate can't be stored as UTF-8. */
export function readText(value: unknown, pointer: string): string {
  if (typeof value !== 'string') throw new AlertMistake(pointer, 'is not a text');
  if (loneSurrogate.test(value)) throw new AlertMistake(pointer, 'holds half a surrogate pair');
  return value;
}
