import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { defaultSlmThresholds } from '../domain/slm';
import { readCatalogue } from './catalogue';
import { timerDuration } from './duration';
import type { Mistakes } from './mistakes';
import { onCallSchema } from './on-call';
import type { Timing, WorkerConfig } from './types';
import { parseYaml } from './yaml';

const minuteMs = 60_000;

const defaultTiming: Timing = {
  reopenWindow: 10 * minuteMs,
  reconcileInterval: minuteMs,
  verifyTimeout: 5 * minuteMs,
  cooldown: 30 * minuteMs,
};

const burnRate = z.number('must be a number').positive('must be above 0');

const thresholdsSchema = z
  .strictObject({ critical: burnRate, high: burnRate, medium: burnRate })
  .partial()
  .transform((written) => ({ ...defaultSlmThresholds, ...written }))
  .refine(
    ({ critical, high, medium }) => critical > high && high > medium,
    'must fall: critical above high above medium',
  );

const timingSchema = z
  .strictObject({
    reopenWindow: timerDuration,
    reconcileInterval: timerDuration,
    verifyTimeout: timerDuration,
    cooldown: timerDuration,
  })
  .partial()
  .transform((written): Timing => ({ ...defaultTiming, ...written }));

/** Nothing reads a policy in this version, so one with content is refused instead of silently ignored. */
const policySchema = z
  .record(z.string(), z.unknown(), 'must be a mapping')
  .refine((policy) => Object.keys(policy).length === 0, 'is not supported by this version; remove its content');

const fileSchema = z.strictObject(
  {
    onCall: onCallSchema.nullish(),
    catalogue: z.array(z.string('must be the path of a folder'), 'must be a list of folders').nullish(),
    policy: policySchema.nullish(),
    thresholds: thresholdsSchema.nullish(),
    timing: timingSchema.nullish(),
  },
  'must be a mapping',
);

type FileConfig = Pick<WorkerConfig, 'catalogue' | 'onCall' | 'thresholds' | 'timing'>;

const defaults: FileConfig = { catalogue: [], thresholds: defaultSlmThresholds, timing: defaultTiming };

/** The file that AGENT_SRE_CONFIG names, with the catalogue of its folders; the defaults where there is none. */
export function readConfigFile(file: string | undefined, mistakes: Mistakes): FileConfig {
  if (file === undefined) return defaults;
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    mistakes.add('AGENT_SRE_CONFIG', `${file} can't be read (${code}); correct the path`);
    return defaults;
  }
  const parsed = parseYaml(file, source, fileSchema, mistakes);
  if (!parsed) return defaults;
  const folders = (parsed.catalogue ?? []).map((folder) => path.resolve(path.dirname(file), folder));
  return {
    catalogue: readCatalogue(folders, mistakes),
    onCall: parsed.onCall ?? undefined,
    thresholds: parsed.thresholds ?? defaults.thresholds,
    timing: parsed.timing ?? defaults.timing,
  };
}
