import { log } from '@temporalio/activity';
import { z } from 'zod';
import type { LinearApi } from './api';
import type { IssueStanding, ListIssueChangesInput } from './contract';

/** With 20 entries of history each, a page stays below Linear's complexity limit of 10,000. */
const pageSize = 50;
/** Issues beyond these, the oldest changes, are seen at a later look. */
const mostPages = 20;

const document = `query AgentSreIssueChanges($filter: IssueFilter!, $first: Int!, $after: String) {
  viewer { id }
  issues(filter: $filter, first: $first, after: $after, orderBy: updatedAt, includeArchived: true) {
    nodes {
      id identifier updatedAt trashed state { type } assignee { id }
      history(first: 20) { nodes { createdAt toStateId fromAssigneeId toAssigneeId actor { id name } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const historySchema = z.object({
  createdAt: z.string(),
  toStateId: z.string().nullish(),
  fromAssigneeId: z.string().nullish(),
  toAssigneeId: z.string().nullish(),
  actor: z.object({ id: z.string(), name: z.string() }).nullish(),
});

const schema = z.object({
  viewer: z.object({ id: z.string() }),
  issues: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        identifier: z.string(),
        updatedAt: z.string(),
        trashed: z.boolean().nullish(),
        state: z.object({ type: z.string() }),
        assignee: z.object({ id: z.string() }).nullish(),
        history: z.object({ nodes: z.array(historySchema) }).nullish(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});

type IssueNode = z.infer<typeof schema>['issues']['nodes'][number];

/** What became of the team's alert issues since a moment, the newest change first. */
export async function listIssueChanges(
  api: LinearApi,
  teamKey: string,
  input: ListIssueChangesInput,
): Promise<IssueStanding[]> {
  const filter = {
    team: { key: { eq: teamKey } },
    labels: { some: { name: { eq: 'prometheus' } } },
    updatedAt: { gt: input.since },
    ...(input.issueIds ? { id: { in: input.issueIds } } : {}),
  };
  const found: IssueStanding[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const { issues, viewer } = await readPage(api, { filter, first: pageSize, after });
    found.push(...issues.nodes.map((issue) => standingOf(issue, viewer.id, input.since)));
    if (!issues.pageInfo.hasNextPage) return found;
    after = issues.pageInfo.endCursor ?? null;
  }
  log.warn('More issues changed than one look reads', { read: found.length, since: input.since });
  return found;
}

async function readPage(api: LinearApi, variables: Record<string, unknown>): Promise<z.infer<typeof schema>> {
  return (await api.request(document, variables, schema)).data;
}

/** A deleted issue counts as cancelled: nobody wants it worked on. */
function standingOf(issue: IssueNode, ownId: string, since: string): IssueStanding {
  const { id, identifier, updatedAt, trashed, state, assignee } = issue;
  const stateType = trashed ? 'canceled' : state.type;
  const changedBy = trashed ? someone : changerOf(issue, ownId, since);
  return { issueId: id, identifier, updatedAt, stateType, assigneeId: assignee?.id ?? null, changedBy };
}

/** Named where Linear does not say who it was, such as an automation. */
const someone = 'someone in Linear';

/** The last one but agent-sre to give it another state or assignee. */
function changerOf({ history }: IssueNode, ownId: string, since: string): string | null {
  // Without a history the incident itself tells by the state and the assignee whether it was its own doing.
  if (!history) return someone;
  const [last] = history.nodes
    .filter(({ createdAt }) => Date.parse(createdAt) > Date.parse(since))
    .filter(({ toStateId, fromAssigneeId, toAssigneeId }) => Boolean(toStateId ?? fromAssigneeId ?? toAssigneeId))
    .filter(({ actor }) => actor?.id !== ownId)
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  return last ? (last.actor?.name ?? someone) : null;
}
