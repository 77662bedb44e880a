import { appendFileSync } from 'node:fs';
import { LinearClient } from '@linear/sdk';
import type { WebClient } from '@slack/web-api';
import type { Transporter } from 'nodemailer';
import type { WorkerConfig } from '../config/types';

export function createLinearClient({ apiKey, apiUrl }: WorkerConfig['linear']): LinearClient {
  return new LinearClient({ apiKey, ...(apiUrl && { apiUrl }) });
}

/** Without retries of its own: Temporal retries, and remembers. */
export async function createSlackClient({ token, apiUrl }: NonNullable<WorkerConfig['slack']>): Promise<WebClient> {
  const { LogLevel, WebClient: Client } = await import('@slack/web-api');
  return new Client(token, {
    ...(apiUrl && { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logLevel: LogLevel.ERROR,
  });
}

export async function createMailTransport({ url }: NonNullable<WorkerConfig['smtp']>): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 });
}

/** Each line is handed to the operating system before its mutation is reported done, so a crash loses none. */
export function auditSink(path: string | undefined): (line: string) => void {
  if (path === undefined) return (line) => void process.stdout.write(line);
  return (line) => appendFileSync(path, line);
}
