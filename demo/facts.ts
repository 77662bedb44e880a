import type { IncidentView } from '../workflows/contracts';
import type { HistoryFacts, Moment } from './history';

/** What is known of one incident, each fact from whoever it is true of. */
export interface IncidentFacts {
  /** Told by the fleet: the load was changed. */
  load?: Moment<{ load: number }>;
  /** Measured by Prometheus, in percent; `calm`: before the load was raised. */
  cpu: { calm?: number; firing?: number };
  /** Told by Prometheus. */
  fired?: Moment<{ alertname: string; pod: string }>;
  /** Told by Temporal: the incident's history, its own view and its search attributes. */
  history: HistoryFacts;
  workflow?: { workflowId: string; runId: string };
  view?: IncidentView;
  outcome?: string;
  /** Told by Linear. */
  issue?: IssueFacts;
  /** Told by Slack and by the mail server. */
  slack?: Moment<{ channel: string }>;
  mail?: Moment<{ to: string }>;
  /** Told by the functions: a call that had an effect. */
  executed?: Moment<{ name: string; from: number; to: number }>;
}

export interface IssueFacts {
  identifier: string;
  priority: string;
  assignee: string | null;
  /** When it was created, or opened again. */
  openedAt: number;
  reopened: boolean;
  /** When each comment was written, by its first line. */
  comments: Moment<string>[];
  completedAt?: number;
}
