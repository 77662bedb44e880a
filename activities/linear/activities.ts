import type { LinearClient } from '@linear/sdk';
import type { LinkBases } from '../../domain/links';
import type { AuditLog } from '../audit/log';
import { createLinearApi } from './api';
import { createRequestBudget } from './budget';
import type { LinearActivities, LinearWatch } from './contract';
import { createDirectory } from './directory';
import { openIssue } from './open';
import type { LinearServices } from './services';
import { updateIssue } from './update';
import { listIssueChanges } from './watch';

export interface LinearDeps {
  linear: Pick<LinearClient, 'client'>;
  teamKey: string;
  links: LinkBases;
  audit: AuditLog;
  /** Milliseconds since the epoch, such as `Date.now`. */
  clock: () => number;
}

/** Writes to Linear. Temporal retries; ids derive from the incident's steps, so a repetition finds what is there. */
export function createLinearActivities({
  linear,
  teamKey,
  links,
  audit,
  clock,
}: LinearDeps): LinearActivities & LinearWatch {
  const budget = createRequestBudget(clock);
  const api = createLinearApi(linear, budget, clock);
  const directory = createDirectory({ api, teamKey, audit, clock });
  const services: LinearServices = { api, budget, directory, audit, links, clock };
  return {
    openIssue: (input) => openIssue(services, input),
    updateIssue: (input) => updateIssue(services, input),
    listIssueChanges: (input) => listIssueChanges(api, teamKey, input),
  };
}
