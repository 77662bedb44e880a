import { z } from 'zod';

/** What single variables look like; every message says what to write instead. */

export const text = z.string();

/** A variable that must be set; `how` tells where its value comes from. */
export const required = (how: string) => z.string(`is not set; ${how}`);

export const flag = z.stringbool({ error: 'is neither true nor false; write one of the two' });

export const port = wholeNumber(0, 65_535, 'is not a port number; write one from 0 to 65535 (0 takes any free one)');

export const positiveNumber = z.string().transform((written, context) => {
  const number = /^\d+(\.\d+)?$/.test(written) ? Number(written) : Number.NaN;
  if (number > 0) return number;
  context.addIssue('is not a number above 0');
  return z.NEVER;
});

function wholeNumber(smallest: number, largest: number, message: string) {
  return z.string().transform((written, context) => {
    const number = /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN;
    if (number >= smallest && number <= largest) return number;
    context.addIssue(message);
    return z.NEVER;
  });
}

/** Comma-separated; spaces around the parts and empty parts are dropped. */
export const list = z.string().transform((written) => splitList(written));

export const splitList = (written: string, separator = ','): string[] =>
  written
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

export const pem = z
  .string()
  .refine(
    (written) => written.includes('-----BEGIN '),
    'is not PEM text; mount the file and name it in the variable that ends in _FILE',
  );

export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
  error: 'is not a log level; write trace, debug, info, warn, error, fatal or silent',
});
