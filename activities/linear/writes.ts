import { log } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { AuditEntry, AuditLog } from '../audit/log';
import type { LinearApi } from './api';
import { answerName, readDocument, writeDocument, type LinearWrite } from './document';
import { isFailure } from './failures';

export interface WriteDeps {
  api: LinearApi;
  audit: AuditLog;
}

export interface WrittenIssue {
  id: string;
  identifier: string;
  url: string;
}

export interface WriteResults {
  /** The issue that was created or found again; `null` where none was to be created. */
  issue: WrittenIssue | null;
  /** Writes that Linear will never take. All others are done. */
  rejected: ApplicationFailure[];
}

const issueSchema = z.object({ id: z.string(), identifier: z.string(), url: z.string() });
const payloadSchema = z.object({ success: z.literal(true), issue: issueSchema.nullish() });
const documentSchema = z.record(z.string(), payloadSchema);
const foundSchema = z.object({ found: issueSchema.partial({ identifier: true, url: true }) });

/**
 * Does all writes in order in one document. Where Linear rejects it, each write is done alone: one that exists is
 * done, and one that is rejected for good stops none of the others, unless it is the issue itself.
 */
export async function performWrites(deps: WriteDeps, writes: LinearWrite[]): Promise<WriteResults> {
  if (writes.length === 0) return { issue: null, rejected: [] };
  if (writes.length > 1) {
    try {
      return { issue: await writeTogether(deps, writes), rejected: [] };
    } catch (error) {
      if (!isFailure(error, 'linear-rejected')) throw error;
      log.info('Linear rejected writes together, repeating each alone', { writes: writes.length });
    }
  }
  return writeEach(deps, writes);
}

async function writeTogether(deps: WriteDeps, writes: LinearWrite[]): Promise<WrittenIssue | null> {
  const { document, variables } = writeDocument(writes);
  try {
    const { data, requestId } = await deps.api.request(document, variables, documentSchema);
    for (const write of writes) record(deps, write, 'ok', requestId);
    return writes.map((_, index) => data[answerName(index)]?.issue).find(Boolean) ?? null;
  } catch (error) {
    for (const write of writes) recordError(deps, write, error);
    throw error;
  }
}

async function writeEach(deps: WriteDeps, writes: LinearWrite[]): Promise<WriteResults> {
  const results: WriteResults = { issue: null, rejected: [] };
  for (const write of writes) {
    try {
      results.issue = (await writeAlone(deps, write)) ?? results.issue;
    } catch (error) {
      if (write.operation === 'issueCreate' || !isFailure(error, 'linear-rejected')) throw error;
      results.rejected.push(error);
    }
  }
  return results;
}

async function writeAlone(deps: WriteDeps, write: LinearWrite): Promise<WrittenIssue | null> {
  const { document, variables } = writeDocument([write]);
  try {
    const { data, requestId } = await deps.api.request(document, variables, documentSchema);
    record(deps, write, 'ok', requestId);
    return data[answerName(0)]?.issue ?? null;
  } catch (error) {
    const existing = isFailure(error, 'linear-rejected') ? await findExisting(deps, write) : undefined;
    if (existing === undefined) {
      recordError(deps, write, error);
      throw error;
    }
    record(deps, write, 'exists', requestIdIn(error));
    return existing;
  }
}

/** Linear does not document how it answers a used id, so what it rejected is looked for. `undefined`: it is not there. */
async function findExisting(
  { api }: WriteDeps,
  { operation, target }: LinearWrite,
): Promise<WrittenIssue | null | undefined> {
  if (operation === 'issueUpdate') return undefined;
  const { document, variables } = readDocument(operation, target);
  try {
    const { data } = await api.request(document, variables, foundSchema);
    const { id, identifier, url } = data.found;
    return identifier === undefined || url === undefined ? null : { id, identifier, url };
  } catch (error) {
    if (isFailure(error, 'linear-rejected')) return undefined;
    throw error;
  }
}

function record(
  { audit }: WriteDeps,
  write: LinearWrite,
  result: AuditEntry['result'],
  requestId: string | null,
): void {
  const { operation, target, step } = write;
  audit.record({ system: 'linear', operation, target, step, requestId, result });
}

function recordError({ audit }: WriteDeps, { operation, target, step }: LinearWrite, error: unknown): void {
  const failure = error instanceof Error ? error.message : String(error);
  audit.record({ system: 'linear', operation, target, step, requestId: requestIdIn(error), result: 'error', failure });
}

function requestIdIn(error: unknown): string | null {
  const [details] = (error as ApplicationFailure).details ?? [];
  return (details as { requestId?: string | null } | undefined)?.requestId ?? null;
}
