import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { fingerprintOf } from '../../domain/fingerprint';
import type { LedgerEntry } from '../../sandbox/ledger';
import type { Issue, WorkflowState } from '../../sandbox/linear/entities';
import type { StackOptions } from '../../stack/options';
import { startStack, type Stack } from '../../stack/start';
import { incidentQuery, incidentWorkflowId, type IncidentView } from '../../workflows/contracts';
import { eventually } from '../support/eventually';

/** Short times, so that waiting is over soon. */
const timing = { reopenWindow: '60s', reconcileInterval: '1s', verifyTimeout: '15s', cooldown: '1s' };

/** One alert of an Alertmanager webhook, as it is written there. */
export interface WebhookAlert {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
}

/** A running stack with what tests ask of it. */
export class Field {
  private constructor(
    readonly stack: Stack,
    readonly client: Client,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(options: Partial<StackOptions> = {}): Promise<Field> {
    const folder = await mkdtemp(join(tmpdir(), 'agent-sre-stack-'));
    const { STACK_BUILD: build = '', TEMPORAL_CLI_PATH: temporal = '' } = process.env;
    const { PROMETHEUS_PATH: prometheus = '', ALERTMANAGER_PATH: alertmanager = '' } = process.env;
    const programs = { temporal, prometheus, alertmanager };
    const stack = await startStack({ build, programs, folder, ...options, timing: { ...timing, ...options.timing } });
    const connection = Connection.lazy({ address: stack.temporal.address });
    return new Field(stack, new Client({ connection }), async () => {
      await connection.close();
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    });
  }

  stop(): Promise<void> {
    return this.end();
  }

  /** Sends alerts as Alertmanager does. */
  post(alerts: WebhookAlert[], url = this.stack.ingress.url, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${url}/webhooks/alertmanager`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.stack.secrets.ingressToken}`,
        ...headers,
      },
      body: JSON.stringify({ version: '4', receiver: 'agent-sre', status: 'firing', truncatedAlerts: 0, alerts }),
    });
  }

  view(alert: Pick<WebhookAlert, 'labels'>): Promise<IncidentView> {
    return this.client.workflow
      .getHandle(incidentWorkflowId(fingerprintOf(alert.labels)))
      .query<IncidentView>(incidentQuery);
  }

  /** Waits until the incident of an alert is in this phase. */
  reaches(alert: Pick<WebhookAlert, 'labels'>, phase: IncidentView['phase'], within = 20_000): Promise<IncidentView> {
    return eventually(
      async () => {
        const view = await this.view(alert);
        if (view.phase !== phase) throw new Error(`The incident is ${view.phase}, waiting for ${view.awaiting}`);
        return view;
      },
      { within, every: 100 },
    );
  }

  /** All issues about the alert: their titles name its pod. */
  issues(alert: Pick<WebhookAlert, 'labels'>): Issue[] {
    const { issues } = this.stack.sandbox.linear.workspace;
    return issues.filter(({ title }) => title.includes(alert.labels.pod!));
  }

  /** The only issue about the alert. */
  issue(alert: Pick<WebhookAlert, 'labels'>): Issue {
    const [issue, ...more] = this.issues(alert);
    if (!issue || more.length > 0) throw new Error(`There are ${more.length + (issue ? 1 : 0)} issues, not one.`);
    return issue;
  }

  state(issue: Issue): WorkflowState['type'] {
    const { workflowStates } = this.stack.sandbox.linear.workspace;
    return workflowStates.find(({ id }) => id === issue.stateId)!.type;
  }

  /** Bodies of the comments on the alert's issue, in their order. */
  comments(alert: Pick<WebhookAlert, 'labels'>): string[] {
    const { id } = this.issue(alert);
    return this.stack.sandbox.linear.workspace.comments.filter(({ issueId }) => issueId === id).map(({ body }) => body);
  }

  /** First lines of the comments, without the mark of a heading. */
  headings(alert: Pick<WebhookAlert, 'labels'>): string[] {
    return this.comments(alert).map((body) => body.split('\n')[0]!.replace(/^## /, ''));
  }

  /** What the functions' ledger holds of the alert's incident. */
  calls(alert: Pick<WebhookAlert, 'labels'>): LedgerEntry[] {
    const prefix = `${incidentWorkflowId(fingerprintOf(alert.labels))}/`;
    const entries = this.stack.sandbox.functions.ledger.entries();
    return entries.filter(({ keys }) => keys.idempotencyKey?.startsWith(prefix));
  }

  /** Calls that had an effect. */
  effects(alert: Pick<WebhookAlert, 'labels'>): LedgerEntry[] {
    return this.calls(alert).filter(({ result }) => result === 'applied');
  }
}

const scaling = { namespace: 'production', deployment: 'app', pod: 'app-xyz', replicas: 3 };

/** What makes agent-sre call `scale-pod`. */
export const scalePod = { lambda_function: 'scale-pod', lambda_parameters: JSON.stringify(scaling) };

/** A firing alert about a pod of its own, so that no test meets another's incident. */
export function firing(
  more: { labels?: Record<string, string>; annotations?: Record<string, string> } = {},
): WebhookAlert {
  const pod = `pod-${randomUUID().slice(0, 8)}`;
  return {
    status: 'firing',
    labels: { alertname: 'PodCPUHigh', pod, namespace: 'production', severity: 'warning', ...more.labels },
    annotations: { summary: 'CPU is high', ...more.annotations },
    startsAt: new Date().toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
  };
}

/** The end of the alert, now: later than its start, however soon it comes. */
export function resolved(alert: WebhookAlert): WebhookAlert {
  const endsAt = new Date(Math.max(Date.now(), Date.parse(alert.startsAt) + 1));
  return { ...alert, status: 'resolved', endsAt: endsAt.toISOString() };
}
