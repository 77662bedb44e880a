import type { LinkBases } from '../../domain/links';
import type { AuditLog } from '../audit/log';
import type { LinearApi } from './api';
import type { RequestBudget } from './budget';
import type { Directory } from './directory';

/** What the activities share: one budget and one directory per process. */
export interface LinearServices {
  api: LinearApi;
  budget: RequestBudget;
  directory: Directory;
  audit: AuditLog;
  links: LinkBases;
  clock: () => number;
}
