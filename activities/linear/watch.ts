import { log } from '@temporalio/activity';
import { z } from 'zod';
import type { LinearApi } from './api';
import type { IssueStanding, ListIssueChangesInput } from './contract';

const pageSize = 100;
/** Issues beyond these, the oldest changes, are seen at a later look. */
const mostPages = 20;

const document = `query AgentSreIssueChanges($filter: IssueFilter!, $first: Int!, $after: String) {
  issues(filter: $filter, first: $first, after: $after, orderBy: updatedAt, includeArchived: true) {
    nodes { id identifier updatedAt trashed state { type } assignee { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const schema = z.object({
  issues: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        identifier: z.string(),
        updatedAt: z.string(),
        trashed: z.boolean().nullish(),
        state: z.object({ type: z.string() }),
        assignee: z.object({ id: z.string() }).nullish(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});

type IssueNode = z.infer<typeof schema>['issues']['nodes'][number];

/** What became of the team's alert issues since a moment, the newest change first. */
export async function listIssueChanges(api: LinearApi, teamKey: string, input: ListIssueChangesInput): Promise<IssueStanding[]> {
  const filter = {
    team: { key: { eq: teamKey } },
    labels: { some: { name: { eq: 'prometheus' } } },
    updatedAt: { gt: input.since },
    ...(input.issueIds ? { id: { in: input.issueIds } } : {}),
  };
  const found: IssueStanding[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const { data } = await api.request(document, { filter, first: pageSize, after }, schema);
    found.push(...data.issues.nodes.map(standingOf));
    if (!data.issues.pageInfo.hasNextPage) return found;
    after = data.issues.pageInfo.endCursor ?? null;
  }
  log.warn('More issues changed than one look reads', { read: found.length, since: input.since });
  return found;
}

/** A deleted issue counts as cancelled: nobody wants it worked on. */
function standingOf({ id, identifier, updatedAt, trashed, state, assignee }: IssueNode): IssueStanding {
  return { issueId: id, identifier, updatedAt, stateType: trashed ? 'canceled' : state.type, assigneeId: assignee?.id ?? null };
}
