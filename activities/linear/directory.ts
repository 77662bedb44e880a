import { log } from '@temporalio/activity';
import { z } from 'zod';
import type { AuditLog } from '../audit/log';
import type { LinearApi } from './api';
import { isFailure, misconfigured } from './failures';
import { linearId } from './ids';

export type StateType = 'unstarted' | 'started' | 'completed';

/** What Linear calls the things that agent-sre writes to. Kept in memory for ten minutes. */
export interface Directory {
  teamId(): Promise<string>;
  /** The team's first state of a type, by position. */
  stateId(type: StateType): Promise<string>;
  /** Ids of labels of the team or the workspace; those that are missing are made. */
  labelIds(names: string[]): Promise<string[]>;
  /** `null` where no active user has this email. */
  userId(email: string): Promise<string | null>;
  /** Runs `work`; where Linear rejects it and ids came from memory, reads them anew and runs it once more. */
  withFreshIds<T>(work: () => Promise<T>): Promise<T>;
}

export interface DirectoryDeps {
  api: LinearApi;
  teamKey: string;
  audit: AuditLog;
  clock: () => number;
}

const keptForMs = 600_000;

interface Team {
  id: string;
  states: { id: string; type: string; position: number }[];
}

export function createDirectory(deps: DirectoryDeps): Directory {
  const { api, teamKey, clock } = deps;
  const kept = new Map<string, { value: Promise<unknown>; until: number }>();
  const remember = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    if (known && known.until > clock()) return known.value as Promise<T>;
    const value = read();
    kept.set(key, { value, until: clock() + keptForMs });
    value.catch(() => kept.delete(key));
    return value;
  };
  const team = (): Promise<Team> => remember('team', () => readTeam(api, teamKey));
  return {
    teamId: async () => (await team()).id,
    stateId: async (type) => firstOfType((await team()).states, type, teamKey),
    labelIds: async (names) => {
      const { id } = await team();
      return Promise.all(names.map((name) => remember(`label/${name}`, () => findOrCreateLabel(deps, id, name))));
    },
    userId: (email) => remember(`user/${email}`, () => findUser(api, email)),
    withFreshIds: async (work) => {
      const fromMemory = kept.size > 0;
      try {
        return await work();
      } catch (error) {
        if (!fromMemory || !isFailure(error, 'linear-rejected')) throw error;
        log.warn('Linear rejected a write, reading its ids anew');
        kept.clear();
        return work();
      }
    },
  };
}

const teamDocument = `query AgentSreTeam($key: String!) {
  teams(filter: { key: { eq: $key } }, first: 1) { nodes { id states(first: 100) { nodes { id type position } } } }
}`;

const teamSchema = z.object({
  teams: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        states: z.object({ nodes: z.array(z.object({ id: z.string(), type: z.string(), position: z.number() })) }),
      }),
    ),
  }),
});

async function readTeam(api: LinearApi, key: string): Promise<Team> {
  const { data } = await api.request(teamDocument, { key }, teamSchema);
  const team = data.teams.nodes[0];
  if (!team)
    throw misconfigured(
      `Linear has no team with the key "${key}". Set LINEAR_TEAM_KEY to the prefix of its issues, such as SRE.`,
    );
  return { id: team.id, states: team.states.nodes };
}

function firstOfType(states: Team['states'], type: StateType, teamKey: string): string {
  const [first] = states.filter((state) => state.type === type).sort((a, b) => a.position - b.position);
  if (first) return first.id;
  throw misconfigured(
    `The Linear team ${teamKey} has no workflow state of type "${type}". Add one in the team's settings.`,
  );
}

const userDocument = `query AgentSreUser($email: String!) {
  users(filter: { email: { eqIgnoreCase: $email }, active: { eq: true } }, first: 1) { nodes { id } }
}`;

const nodesWithId = z.object({ nodes: z.array(z.object({ id: z.string() })) });

async function findUser(api: LinearApi, email: string): Promise<string | null> {
  const { data } = await api.request(userDocument, { email }, z.object({ users: nodesWithId }));
  return data.users.nodes[0]?.id ?? null;
}

const labelDocument = `query AgentSreLabel($name: String!, $teamId: ID!) {
  issueLabels(
    filter: { name: { eqIgnoreCase: $name }, or: [{ team: { null: true } }, { team: { id: { eq: $teamId } } }] }
    first: 1
  ) { nodes { id } }
}`;

async function findLabel(api: LinearApi, teamId: string, name: string): Promise<string | undefined> {
  const { data } = await api.request(labelDocument, { name, teamId }, z.object({ issueLabels: nodesWithId }));
  return data.issueLabels.nodes[0]?.id;
}

const createLabelDocument = `mutation AgentSreLabelCreate($input: IssueLabelCreateInput!) {
  issueLabelCreate(input: $input) { success issueLabel { id } }
}`;

const createdLabel = z.object({ issueLabelCreate: z.object({ issueLabel: z.object({ id: z.string() }) }) });

/** Two workers, or a person, may make the same label at once: whoever is refused takes the other's. */
async function findOrCreateLabel({ api, audit }: DirectoryDeps, teamId: string, name: string): Promise<string> {
  const found = await findLabel(api, teamId, name);
  if (found) return found;
  const id = linearId('label', `${teamId}/${name}`);
  const entry = { system: 'linear', operation: 'issueLabelCreate', target: id, step: `label-${name}` } as const;
  try {
    const { data, requestId } = await api.request(createLabelDocument, { input: { id, teamId, name } }, createdLabel);
    audit.record({ ...entry, requestId, result: 'ok' });
    return data.issueLabelCreate.issueLabel.id;
  } catch (error) {
    const other = isFailure(error, 'linear-rejected') ? await findLabel(api, teamId, name) : undefined;
    audit.record({ ...entry, requestId: null, result: other ? 'exists' : 'error', failure: (error as Error).message });
    if (other) return other;
    throw error;
  }
}
