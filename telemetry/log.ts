import pino, { type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines on standard output: constant messages, values as fields, never bodies or tokens. */
export function createLog({ service, level }: { service: string; level: string }): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: errorFields },
  });
}

interface ErrorFields {
  type: string;
  message: string;
  stack?: string;
  cause?: ErrorFields;
}

/** The chain of causes without foreign properties: client libraries hang whole requests, tokens included, on theirs. */
function errorFields(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name: type, message, stack, cause } = error;
  return { type, message, stack, ...(cause !== undefined && { cause: errorFields(cause) }) };
}
