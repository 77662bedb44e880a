import type { Client } from '@temporalio/client';
import type { Sandbox } from '../sandbox/start';
import type { Stack } from '../stack/start';
import { incidentQuery, incidentWorkflowType, type IncidentView } from '../workflows/contracts';
import type { IncidentFacts, IssueFacts } from './facts';
import { readHistory, type Moment } from './history';
import { firingAlert } from './measure';

/** Reads the facts of the incident that began at or after `since` (milliseconds since 1970). */
export class Watch {
  private readonly cpu: IncidentFacts['cpu'];
  private fired: IncidentFacts['fired'];

  constructor(
    private readonly stack: Stack,
    private readonly client: Client,
    private readonly since: number,
    /** CPU before anything happened, in percent. */
    calm?: number,
  ) {
    this.cpu = { calm };
  }

  async read(): Promise<IncidentFacts> {
    const { sandbox } = this.stack;
    const [incident] = await Promise.all([this.readIncident(), this.readAlert()]);
    const identifier = incident.view?.issue?.identifier;
    return {
      ...{ cpu: this.cpu, fired: this.fired, ...incident },
      load: loadOf(sandbox),
      ...(identifier !== undefined && { issue: issueOf(sandbox, identifier, this.since) }),
      slack: slackOf(sandbox, this.since),
      mail: mailOf(sandbox, this.since),
      executed: executedOf(sandbox, this.since),
    };
  }

  /** Prometheus forgets an alert when it is over, so what it said is kept. */
  private async readAlert(): Promise<void> {
    if (this.fired) return;
    const alert = await firingAlert(this.stack.monitoring!);
    if (!alert) return;
    this.cpu.firing = alert.value;
    const { alertname = '', pod = '' } = alert.labels;
    this.fired = { at: alert.firedAt, value: { alertname, pod } };
  }

  private async readIncident(): Promise<Pick<IncidentFacts, 'history' | 'workflow' | 'view' | 'outcome'>> {
    const query = `WorkflowType="${incidentWorkflowType}" AND ExecutionStatus="Running"`;
    for await (const { workflowId, runId, searchAttributes } of this.client.workflow.list({ query })) {
      const handle = this.client.workflow.getHandle(workflowId, runId);
      const [{ events }, view] = await Promise.all([
        handle.fetchHistory(),
        handle.query<IncidentView>(incidentQuery).catch(() => undefined),
      ]);
      const history = readHistory(events ?? [], this.since);
      if (!history.received) return { history };
      const outcome = view?.phase === 'closed' ? (searchAttributes.Outcome?.[0] as string | undefined) : undefined;
      return { history, workflow: { workflowId, runId }, view, outcome };
    }
    return { history: {} };
  }
}

/** The newest change: it is what raised the alert. */
function loadOf({ fleet }: Sandbox): IncidentFacts['load'] {
  const entry = fleet.ledger.entries('change').at(-1);
  const { load } = (entry?.detail ?? {}) as { load?: number };
  return entry && load !== undefined ? { at: Date.parse(entry.at), value: { load } } : undefined;
}

const priorities = ['none', 'Urgent', 'High', 'Normal', 'Low'];

function issueOf({ linear: { workspace } }: Sandbox, identifier: string, since: number): IssueFacts | undefined {
  const issue = workspace.issues.find((one) => one.identifier === identifier);
  if (!issue) return undefined;
  const reopened = Date.parse(issue.createdAt) < since;
  const moves = workspace.history.filter(({ issueId, toStateId }) => issueId === issue.id && toStateId !== null);
  const reopening = moves.find(({ createdAt }) => Date.parse(createdAt) >= since);
  if (reopened && !reopening) return undefined;
  const completedAt = issue.completedAt ? Date.parse(issue.completedAt) : 0;
  return {
    ...{ identifier, reopened, priority: priorities[issue.priority] ?? 'none' },
    assignee: workspace.users.find(({ id }) => id === issue.assigneeId)?.name ?? null,
    openedAt: Date.parse(reopened ? reopening!.createdAt : issue.createdAt),
    comments: workspace.comments
      .filter(({ issueId, createdAt }) => issueId === issue.id && Date.parse(createdAt) >= since)
      .map(({ createdAt, body }) => ({ at: Date.parse(createdAt), value: body.split('\n')[0]! })),
    ...(completedAt >= since && { completedAt }),
  };
}

function slackOf({ slack: { workspace } }: Sandbox, since: number): Moment<{ channel: string }> | undefined {
  const message = workspace.messages.find(({ ts }) => Number(ts) * 1000 >= since);
  return message && { at: Number(message.ts) * 1000, value: { channel: workspace.channel(message.channel).name } };
}

function mailOf({ smtp }: Sandbox, since: number): Moment<{ to: string }> | undefined {
  const mail = smtp.mails.find(({ receivedAt }) => Date.parse(receivedAt) >= since);
  return mail && { at: Date.parse(mail.receivedAt), value: { to: mail.recipients.join(', ') } };
}

function executedOf({ functions }: Sandbox, since: number): IncidentFacts['executed'] {
  for (const { at, operation, result, detail } of functions.ledger.entries()) {
    const { effect } = detail as { effect?: { replicas?: { from: number; to: number } } | null };
    if (result !== 'applied' || Date.parse(at) < since || !effect?.replicas) continue;
    return { at: Date.parse(at), value: { name: operation, ...effect.replicas } };
  }
  return undefined;
}
