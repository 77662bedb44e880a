import { z } from 'zod';
import { readBoundedBody } from '../bounded-body';
import { parseJson } from '../json';
import { upstreamAddress } from '../upstream-address';
import type { AlertingRule, Sample } from './answers';
import { failure, queryAnswer, rulesAnswer } from './answers';
import { PrometheusRefused, PrometheusUnavailable } from './errors';

/** The questions that agent-sre asks Prometheus, or anything that speaks its API. Throws the errors of `errors.ts`. */
export interface Prometheus {
  /** Evaluates an expression now. */
  query(expression: string, signal?: AbortSignal): Promise<Sample[]>;
  /** The alerting rules of this name. */
  alertingRules(name: string, signal?: AbortSignal): Promise<AlertingRule[]>;
}

export interface PrometheusOptions {
  /** Base address; may have a path prefix, and `user:password@` for basic authentication. */
  url: string;
  fetch?: typeof fetch;
  /** For each request, 5 s where left out. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 5_000;
/** Longer questions go in a body: servers and proxies cut long addresses. */
const longestGet = 4_000;
const maxAnswerBytes = 16 * 1024 * 1024;
const shownErrorLength = 300;

export function createPrometheus(options: PrometheusOptions): Prometheus {
  const ask = asker(options);
  return {
    query: (expression, signal) => ask('query', { query: expression }, queryAnswer, signal),
    async alertingRules(name, signal) {
      const rules = await ask('rules', { type: 'alert', 'rule_name[]': name }, rulesAnswer, signal);
      return rules.filter((rule) => rule.name === name);
    },
  };
}

type Ask = <T>(path: string, form: Record<string, string>, schema: z.ZodType<T>, signal?: AbortSignal) => Promise<T>;

function asker({ url, fetch: send = fetch, timeoutMs = defaultTimeoutMs }: PrometheusOptions): Ask {
  const { base, shown, headers } = upstreamAddress(url);
  return async (path, form, schema, signal) => {
    const text = new URLSearchParams(form);
    const method = text.toString().length > longestGet ? 'POST' : 'GET';
    const address = `${base}/api/v1/${path}${method === 'GET' ? `?${text}` : ''}`;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const response = await send(address, {
        method,
        headers,
        body: method === 'POST' ? text : undefined,
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      });
      return await readAnswer(response, schema, shown);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof PrometheusRefused || error instanceof PrometheusUnavailable) throw error;
      const what = deadline.aborted ? `did not answer within ${timeoutMs} ms` : `cannot be reached (${causeOf(error)})`;
      throw new PrometheusUnavailable(`Prometheus at ${shown} ${what}. ${check}`, { cause: error });
    }
  };
}

const check = 'Check that it is up and that PROMETHEUS_URL is its address.';

async function readAnswer<T>(response: Response, schema: z.ZodType<T>, shown: string): Promise<T> {
  const { text, truncated } = await readBoundedBody(response, maxAnswerBytes);
  if (truncated)
    throw new PrometheusRefused(`The answer of Prometheus is over ${maxAnswerBytes} bytes. Narrow the query.`);
  const body = parseJson(text);
  if (isRefusal(response.status)) {
    const said = failure.safeParse(body).data?.error.slice(0, shownErrorLength);
    throw new PrometheusRefused(`Prometheus refused the question (${response.status})${said ? `: ${said}` : '.'}`);
  }
  const answer = z.object({ status: z.literal('success'), data: schema }).safeParse(body);
  if (response.ok && answer.success) return answer.data.data;
  const what = response.ok ? 'with something that is no Prometheus answer' : `with status ${response.status}`;
  throw new PrometheusUnavailable(`Prometheus at ${shown} answered ${what}. ${check}`);
}

/** Access, time-outs and overload pass; any other 4xx is about the question. */
const isRefusal = (status: number): boolean => status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);

/** The system's error code, such as ECONNREFUSED; the message of fetch itself says nothing. */
function causeOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? 'unknown error';
}
