import { LinearClient } from '@linear/sdk';
import { createAuditLog } from '../../../activities/audit/log';
import { createLinearActivities } from '../../../activities/linear/activities';
import type { OpenIssueInput, UpdateIssueInput } from '../../../activities/linear/contract';
import type { IssueRef, IssueWrite } from '../../../domain/incident';
import type { LinkBases } from '../../../domain/links';
import { defaultApiKey } from '../../../sandbox/linear/auth';
import { asActivity } from '../incident-activity';
import { closing, draft, plan, selection, slm } from '../../domain/issue/incident.fixture';

export const links: LinkBases = {
  temporalUiUrl: 'http://temporal.example/',
  temporalNamespace: 'default',
  grafanaUrl: 'http://grafana.example',
};

/** The activities against an API, with what they wrote into the audit log. */
export function linearActivities(
  apiUrl: string,
  {
    apiKey = defaultApiKey,
    clock = Date.now,
    teamKey = 'SRE',
    ...more
  }: { apiKey?: string; clock?: () => number; teamKey?: string; links?: LinkBases } = {},
) {
  const audit: Record<string, unknown>[] = [];
  const linear = new LinearClient({ apiKey, apiUrl });
  const requests = jest.spyOn(linear.client, 'rawRequest');
  const activities = createLinearActivities({
    linear,
    teamKey,
    links: more.links ?? links,
    audit: createAuditLog({
      write: (line) => audit.push(JSON.parse(line) as Record<string, unknown>),
      clock,
      writer: 'test',
    }),
    clock,
  });
  return {
    audit,
    requests,
    open: (input: OpenIssueInput, attempt?: number) => asActivity(() => activities.openIssue(input), attempt),
    update: (input: UpdateIssueInput) => asActivity(() => activities.updateIssue(input)),
    watch: (since: string, issueIds?: string[]) => asActivity(() => activities.listIssueChanges({ since, issueIds })),
  };
}

export const opening: OpenIssueInput = {
  ...draft,
  fingerprint: draft.alert.fingerprint,
  episode: '1',
  comments: [
    { step: 'slo-impact', comment: { kind: 'slo-impact', slm } },
    { step: 'selected', comment: { kind: 'remediation-selected', selection, plan } },
  ],
  state: 'started',
};

export const updateOf = (issue: IssueRef, writes: IssueWrite[]): UpdateIssueInput => ({
  issue,
  fingerprint: opening.fingerprint,
  episode: '1',
  writes,
});

export const closingWrites: IssueWrite[] = [
  { write: 'comment', step: 'resolved', comment: { kind: 'alert-resolved', closing } },
  { write: 'state', to: 'completed' },
];

export const waitingWrites: IssueWrite[] = [{ write: 'comment', step: 'resumed-1', comment: { kind: 'resumed' } }];
