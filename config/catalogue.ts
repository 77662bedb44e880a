import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { CatalogueEntry } from '../domain/remediation';
import { checkSchema } from './check-schema';
import { timerDuration } from './duration';
import type { Mistakes } from './mistakes';
import { schemaMistake } from './parameter-schema';
import { parseYaml } from './yaml';

const defaultTimeoutMs = 30_000;

const dnsLabel = z
  .string('must be a name')
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a DNS label: lower-case letters, digits and "-", at most 63');

const parameterSchema = z.record(z.string(), z.unknown(), 'must be a JSON Schema').superRefine((schema, context) => {
  const mistake = schemaMistake(schema);
  if (mistake) context.addIssue(`is no valid JSON Schema (draft 2020-12): ${mistake}`);
});

const entrySchema = z
  .strictObject(
    {
      id: dnsLabel,
      description: z.string('must be text').min(1, 'must say what the remediation does'),
      executor: z.enum(['function', 'pull-request'], 'must be function or pull-request'),
      risk: z.enum(['low', 'medium', 'high'], { error: 'must be low, medium or high' }),
      function: dnsLabel.optional(),
      parameters: parameterSchema.optional(),
      target: z.string('must be text').min(1, 'must not be empty').optional(),
      idempotent: z.boolean('must be true or false').default(true),
      timeout: timerDuration.default(defaultTimeoutMs),
      inverse: z
        .strictObject({ remediation: dnsLabel, parameters: z.record(z.string(), z.unknown()).default({}) })
        .optional(),
      verification: z.strictObject(
        {
          checks: z.array(checkSchema, 'must be a list of checks'),
          within: timerDuration.optional(),
          interval: timerDuration.optional(),
        },
        'must be a mapping with checks',
      ),
    },
    'must be a mapping',
  )
  .transform(({ timeout, verification: { checks, within, interval }, ...rest }): CatalogueEntry => ({
    ...rest,
    timeoutMs: timeout,
    verification: { checks, withinMs: within, intervalMs: interval },
  }));

/** Every `*.yaml` of the folders, one entry each, in the order of their names. */
export function readCatalogue(folders: string[], mistakes: Mistakes): CatalogueEntry[] {
  const found: { file: string; entry: CatalogueEntry }[] = [];
  for (const file of folders.flatMap((folder) => filesOf(folder, mistakes))) {
    const entry = parseYaml(file, readFileSync(file, 'utf8'), entrySchema, mistakes);
    const other = entry && found.find(({ entry: { id } }) => id === entry.id);
    if (other) mistakes.add(file, `describes ${entry.id}, as ${other.file} does; give one of them another id`);
    else if (entry) found.push({ file, entry });
  }
  const ids = new Set(found.map(({ entry }) => entry.id));
  for (const { file, entry } of found) {
    const inverse = entry.inverse?.remediation;
    if (inverse !== undefined && !ids.has(inverse)) {
      mistakes.add(file, `inverse.remediation names ${inverse}, which is not in the catalogue; add that entry`);
    }
  }
  return found.map(({ entry }) => entry);
}

function filesOf(folder: string, mistakes: Mistakes): string[] {
  try {
    const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
    return names.sort().map((name) => path.join(folder, name));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    mistakes.add('AGENT_SRE_CONFIG', `catalogue names ${folder}, which can't be read (${code}); correct the path`);
    return [];
  }
}
