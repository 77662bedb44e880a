import { z } from 'zod';

/** A time as Alertmanager writes it (RFC 3339, up to nanoseconds), as ISO 8601 in UTC with milliseconds. */
export const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is no time')
  .transform((text) => new Date(text).toISOString());
