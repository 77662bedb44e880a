import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** In ms. */
  within?: number;
  /** In ms. */
  every?: number;
}

/** Repeats a reading until it throws nothing and is not false, null or undefined; the last error tells why it never was. */
export async function eventually<Value>(
  read: () => Value | Promise<Value>,
  { within = 10_000, every = 50 }: EventuallyOptions = {},
): Promise<Exclude<Value, null | undefined | false>> {
  const deadline = Date.now() + within;
  for (;;) {
    const { value, error } = await attempt(read);
    if (value !== undefined && value !== null && value !== false)
      return value as Exclude<Value, null | undefined | false>;
    if (Date.now() > deadline)
      throw error ?? new Error(`Nothing came within ${within} ms: the last reading was ${value}`);
    await sleep(every);
  }
}

async function attempt<Value>(read: () => Value | Promise<Value>): Promise<{ value?: Value; error?: unknown }> {
  try {
    return { value: await read() };
  } catch (error) {
    return { error };
  }
}
