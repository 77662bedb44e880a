import type { Alert } from './alert';

/**
 * Largest JSON of an alert, in bytes. An activity input holds an alert beside other facts and stays under 64 kB, far
 * below what Temporal refuses.
 */
export const alertLimit = 32_000;
/** Largest JSON of the labels that an incident's memo keeps, in bytes. */
export const memoLabelsLimit = 8_000;

const labelsLimit = 11_000;
const annotationsLimit = 13_000;
const valueLimit = 8_000;
const addressLimit = 6_000;
const nameLimit = 255;

/** Set on an alert that had to be trimmed; says what is missing, so that nobody takes a part for the whole. */
export const trimmedAnnotation = 'agent_sre_trimmed';

/** Kept before all others, in this order: they decide what an incident is about and what is done. */
const firstLabels = [
  'alertname', 'severity', 'cluster', 'namespace', 'service', 'slo', 'pod', 'deployment', 'statefulset', 'daemonset',
  'job_name', 'persistentvolumeclaim', 'node', 'instance', 'team',
]; // prettier-ignore
const firstAnnotations = ['lambda_function', 'lambda_parameters', 'summary', 'description', 'runbook_url'];

/**
 * The alert within `alertLimit`, itself where it fits. Its fingerprint stays that of all its labels. An address that
 * is too long is dropped, because half an address means something else.
 */
export function trimAlert(alert: Alert): Alert {
  if (jsonBytes(alert) <= alertLimit) return alert;
  const labels = trimMap(alert.labels, labelsLimit, firstLabels);
  const annotations = trimMap(alert.annotations, annotationsLimit, firstAnnotations);
  const { generatorURL, receiver, correlationId, ...rest } = alert;
  const keepsAddress = generatorURL !== undefined && jsonBytes(generatorURL) <= addressLimit;
  const note = [
    ...describe('label', labels),
    ...describe('annotation', annotations),
    ...(generatorURL !== undefined && !keepsAddress ? ['generatorURL left out'] : []),
  ];
  return {
    ...rest,
    labels: labels.kept,
    annotations:
      note.length > 0
        ? { ...annotations.kept, [trimmedAnnotation]: `Too long to keep: ${note.join(', ')}.` }
        : annotations.kept,
    ...(keepsAddress && { generatorURL }),
    ...(receiver !== undefined && { receiver: cutText(receiver, nameLimit) }),
    ...(correlationId !== undefined && { correlationId: cutText(correlationId, nameLimit) }),
  };
}

/** The labels within `limit` bytes of JSON, the telling ones first. */
export function trimLabels(labels: Record<string, string>, limit: number): Record<string, string> {
  return jsonBytes(labels) <= limit ? labels : trimMap(labels, limit, firstLabels).kept;
}

interface Trimmed {
  kept: Record<string, string>;
  leftOut: number;
  cut: number;
}

function trimMap(map: Record<string, string>, limit: number, first: readonly string[]): Trimmed {
  const kept: [string, string][] = [];
  let [left, cut] = [limit, 0];
  const rest = Object.keys(map)
    .filter((name) => !first.includes(name))
    .sort();
  for (const name of [...first.filter((candidate) => Object.hasOwn(map, candidate)), ...rest]) {
    const room = Math.min(valueLimit, left - jsonBytes(name) - 2);
    const value = map[name]!;
    const shorter = cutText(value, room);
    if (shorter === '' && value !== '') continue;
    if (shorter !== value) cut += 1;
    kept.push([name, shorter]);
    left -= jsonBytes(name) + jsonBytes(shorter) + 2;
  }
  return { kept: Object.fromEntries(kept), leftOut: Object.keys(map).length - kept.length, cut };
}

function describe(word: string, { leftOut, cut }: Trimmed): string[] {
  const plural = (count: number): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  return [...(leftOut > 0 ? [`${plural(leftOut)} left out`] : []), ...(cut > 0 ? [`${plural(cut)} cut`] : [])];
}

const marker = '… [cut]';

/** The text, or its beginning with a marker so that its JSON is at most `limit` bytes; empty where not even that fits. */
export function cutText(text: string, limit: number): string {
  if (text.length < limit / 6 - 2 || jsonBytes(text) <= limit) return text;
  let room = limit - jsonBytes(marker);
  if (room <= 0) return '';
  let end = 0;
  for (const character of text) {
    room -= jsonBytes(character) - 2;
    if (room < 0) break;
    end += character.length;
  }
  return text.slice(0, end) + marker;
}

const encoder = new TextEncoder();

const jsonBytes = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;
