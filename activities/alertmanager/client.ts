import { z } from 'zod';
import type { ListedAlert, Silence } from '../../domain/reconcile';
import { fingerprintOf } from '../../domain/fingerprint';
import { type BoundedBody, readBoundedBody } from '../bounded-body';
import { parseJson } from '../json';
import { upstreamAddress } from '../upstream-address';
import { instant } from './instant';
import { silenceAnswer } from './silence';

/** What agent-sre reads from one Alertmanager (API v2). */
export interface Alertmanager {
  /** Every alert that has not ended, silenced and inhibited ones too. */
  alerts(): Promise<ListedAlert[]>;
  silences(): Promise<Silence[]>;
}

export class AlertmanagerUnavailable extends Error {
  override readonly name = 'AlertmanagerUnavailable';
}

export interface AlertmanagerOptions {
  /** Base address; may have a path prefix, and `user:password@` for basic authentication. */
  url: string;
  fetch?: typeof fetch;
  /** For each request, 10 s where left out. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
const maxAnswerBytes = 64 * 1024 * 1024;
const textMap = z.record(z.string(), z.string());

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

/** Every call fails with `AlertmanagerUnavailable` where the answer is not what an Alertmanager says. */
export function createAlertmanager(options: AlertmanagerOptions): Alertmanager {
  const { url, fetch: send = fetch, timeoutMs = defaultTimeoutMs } = options;
  const { base, headers, shown } = upstreamAddress(url);
  const unavailable = (what: string, cause?: unknown): AlertmanagerUnavailable =>
    new AlertmanagerUnavailable(`Alertmanager at ${shown} ${what}. Check ALERTMANAGER_URL and that it is up.`, {
      cause,
    });
  const ask = async (path: string): Promise<{ status: number; ok: boolean } & BoundedBody> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await send(`${base}/api/v2/${path}`, { headers, redirect: 'error', signal });
      return { status: response.status, ok: response.ok, ...(await readBoundedBody(response, maxAnswerBytes)) };
    } catch (error) {
      throw unavailable(signal.aborted ? `did not answer within ${timeoutMs} ms` : 'cannot be reached', error);
    }
  };
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const { status, ok, text, truncated } = await ask(path);
    if (!ok || truncated) throw unavailable(truncated ? 'answered too much' : `answered ${status}`);
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
