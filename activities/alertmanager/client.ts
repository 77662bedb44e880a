import { z } from 'zod';
import type { ListedAlert, Silence } from '../../domain/reconcile';
import { fingerprintOf } from '../../domain/fingerprint';
import { readBoundedBody } from '../bounded-body';

/** What agent-sre reads from one Alertmanager (API v2). */
export interface Alertmanager {
  /** Every alert that has not ended, silenced and inhibited ones too. */
  alerts(): Promise<ListedAlert[]>;
  silences(): Promise<Silence[]>;
}

export class AlertmanagerUnavailable extends Error {
  override readonly name = 'AlertmanagerUnavailable';
}

const timeoutMs = 10_000;
const maxAnswerBytes = 64 * 1024 * 1024;
const textMap = z.record(z.string(), z.string());
const instant = z.string().transform((text) => new Date(text).toISOString());

const alertAnswer = z.array(
  z.object({
    labels: textMap,
    annotations: textMap,
    startsAt: instant,
    generatorURL: z.string().optional(),
    receivers: z.array(z.object({ name: z.string() })),
    status: z.object({ state: z.string(), silencedBy: z.array(z.string()), inhibitedBy: z.array(z.string()) }),
  }),
);

const silenceAnswer = z.array(
  z.object({
    id: z.string(),
    createdBy: z.string(),
    startsAt: instant,
    endsAt: instant,
    matchers: z.array(
      z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) }),
    ),
  }),
);

export function createAlertmanager({ url, fetch: send = fetch }: { url: string; fetch?: typeof fetch }): Alertmanager {
  const { base, headers, shown } = addressParts(url);
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const unavailable = (what: string, cause?: unknown): AlertmanagerUnavailable =>
      new AlertmanagerUnavailable(`Alertmanager at ${shown} ${what}. Check ALERTMANAGER_URL and that it is up.`, {
        cause,
      });
    let response: Response;
    try {
      response = await send(`${base}/api/v2/${path}`, {
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw unavailable('cannot be reached', error);
    }
    const { text, truncated } = await readBoundedBody(response, maxAnswerBytes);
    if (!response.ok || truncated) throw unavailable(truncated ? 'answered too much' : `answered ${response.status}`);
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success) throw unavailable(`answered /api/v2/${path} in an unknown shape`, parsed.error);
    return parsed.data;
  };
  return {
    alerts: async () => (await read('alerts', alertAnswer)).map(listed),
    silences: () => read('silences', silenceAnswer),
  };
}

function listed({ status, receivers, ...alert }: z.infer<typeof alertAnswer>[number]): ListedAlert {
  const state = status.silencedBy.length > 0 ? 'silenced' : status.inhibitedBy.length > 0 ? 'inhibited' : 'active';
  const by = state === 'silenced' ? status.silencedBy : status.inhibitedBy;
  return {
    ...alert,
    fingerprint: fingerprintOf(alert.labels),
    state,
    by: by.map((id) => `${state === 'silenced' ? 'silence' : 'alert'} ${id}`),
    receivers: receivers.map(({ name }) => name),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch refuses addresses that hold credentials, so they become a header. */
function addressParts(url: string): { base: string; headers: Record<string, string>; shown: string } {
  const { origin, pathname, username, password, host } = new URL(url);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return {
    base: `${origin}${pathname.replace(/\/+$/, '')}`,
    headers: username ? { authorization: `Basic ${credentials}` } : {},
    shown: host,
  };
}
