import type { Request } from 'express';

/** The body exactly as it arrived; empty where there was none. */
export function textBody(request: Request): string {
  return typeof request.body === 'string' ? request.body : '';
}

/** The body as a JSON object; `undefined` where it is anything else. */
export function jsonBody(request: Request): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(textBody(request));
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function formBody(request: Request): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(textBody(request)));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
