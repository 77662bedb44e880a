import type { LogLevel, Logger } from '@temporalio/worker';
import type { Log } from '../telemetry/log';

const levels = { TRACE: 'debug', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;

/** The SDK's lines, and those of workflows and activities, in the process's own log. */
export function runtimeLogger(log: Log): Logger {
  const write = (level: LogLevel, message: string, meta: object = {}): void => {
    const { error, ...fields } = meta as { error?: unknown };
    log[levels[level]]({ ...fields, ...(error !== undefined && { err: error }) }, message);
  };
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}
