import type {
  Attachment,
  Comment,
  Entity,
  Issue,
  IssueHistory,
  IssueLabel,
  StateType,
  Team,
  User,
  WorkflowState,
} from './entities';
import { alreadyExists, inputError, notFound } from './errors';
import { isUuidV4, seededId } from '../seeded-id';

export interface WorkspaceOptions {
  /** Default `SRE`. */
  teamKey?: string;
  teamName?: string;
  /** Default alice and bob at example.com. The user `agent-sre`, who the API keys belong to, is always there. */
  users?: { name: string; email: string }[];
}

/** The user who writes through the API. */
export const apiUserEmail = 'agent-sre@example.com';

const defaultUsers = [
  { name: 'alice', email: 'alice@example.com' },
  { name: 'bob', email: 'bob@example.com' },
];

const defaultStates: { name: string; type: StateType; color: string }[] = [
  { name: 'Triage', type: 'triage', color: '#fc7840' },
  { name: 'Backlog', type: 'backlog', color: '#bec2c8' },
  { name: 'Todo', type: 'unstarted', color: '#e2e2e2' },
  { name: 'In Progress', type: 'started', color: '#f2c94c' },
  { name: 'Done', type: 'completed', color: '#5e6ad2' },
  { name: 'Canceled', type: 'canceled', color: '#95a2b3' },
];

/** All entities of one Linear workspace with a single team. Lists are in order of creation. */
export class Workspace {
  readonly users: User[];
  readonly teams: Team[];
  readonly workflowStates: WorkflowState[];
  readonly issueLabels: IssueLabel[] = [];
  readonly issues: Issue[] = [];
  readonly comments: Comment[] = [];
  readonly attachments: Attachment[] = [];
  readonly history: IssueHistory[] = [];
  private readonly createdAt = new Date().toISOString();
  private lastTime = 0;

  constructor({ teamKey = 'SRE', teamName = teamKey, users = defaultUsers }: WorkspaceOptions = {}) {
    const times = { createdAt: this.createdAt, updatedAt: this.createdAt };
    this.users = [...users, { name: 'agent-sre', email: apiUserEmail }].map(({ name, email }) => ({
      ...{ __typename: 'User', id: seededId(`user/${email}`), active: true, ...times },
      ...{ name, displayName: name, email },
    }));
    const team: Team = {
      __typename: 'Team',
      id: seededId(`team/${teamKey}`),
      key: teamKey,
      name: teamName,
      displayName: teamName,
      ...times,
    };
    this.teams = [team];
    this.workflowStates = defaultStates.map((state, position) => ({
      ...{ __typename: 'WorkflowState', id: seededId(`state/${teamKey}/${state.name}`), teamId: team.id, ...times },
      ...{ ...state, position },
    }));
  }

  /** The present moment as ISO 8601; later than every moment given before, so that an order by time is an order of writes. */
  now(): string {
    this.lastTime = Math.max(Date.now(), this.lastTime + 1);
    return new Date(this.lastTime).toISOString();
  }

  /** Throws "Entity not found" as Linear does; `typename` is what the message calls it. */
  find<E extends Entity>(list: readonly E[], id: string, typename: E['__typename']): E {
    const found = list.find((entity) => entity.id === id);
    if (!found) throw notFound(typename);
    return found;
  }

  /** By UUID or identifier. */
  issue(idOrIdentifier: string): Issue {
    const found = this.issues.find(({ id, identifier }) => id === idOrIdentifier || identifier === idOrIdentifier);
    if (!found) throw notFound('Issue');
    return found;
  }

  user(email: string): User {
    const found = this.users.find((user) => user.email.toLowerCase() === email.toLowerCase());
    if (!found) throw notFound('User');
    return found;
  }

  /** The team's first state of this type. */
  stateOfType(teamId: string, type: StateType): WorkflowState {
    const found = this.workflowStates.find((state) => state.teamId === teamId && state.type === type);
    if (!found) throw notFound('WorkflowState');
    return found;
  }

  /** Refuses ids that Linear would not take for a new entity. */
  checkNewId(typename: Entity['__typename'], id: string, existing: readonly Entity[]): void {
    if (!isUuidV4(id)) throw inputError('Argument Validation Error', 'id must be a UUID v4.');
    if (existing.some((entity) => entity.id === id)) throw alreadyExists(typename, id);
  }
}
