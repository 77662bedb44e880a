/** What is wrong with one alert of a request; `pointer` is relative to the alert. The others of its group go on. */
export class AlertMistake extends Error {
  override readonly name = 'AlertMistake';

  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}

/** Puts `prefix` before the pointers of what `read` finds wrong. */
export function pointingInto<T>(prefix: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof AlertMistake ? new AlertMistake(prefix + error.pointer, error.message) : error;
  }
}
