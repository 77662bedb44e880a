import { startEvents, type EventsOptions, type EventsStandIn } from './events/server';
import { Fleet, type FleetOptions } from './fleet/fleet';
import { startFleet, type FleetStandIn } from './fleet/server';
import { startFunctions, type FunctionsStandIn } from './functions/server';
import type { StandIn } from './http/stand-in';
import { startKubernetes } from './kubernetes/server';
import { startLinear, type LinearOptions, type LinearStandIn } from './linear/server';
import { startSlack, type SlackOptions, type SlackStandIn } from './slack/server';
import { startSmtp, type SmtpOptions, type SmtpStandIn } from './smtp/server';

/** Each stand-in's port; 0 or left out = any free one. `mail` is the page of the SMTP sink. */
export type SandboxPorts = Record<
  'linear' | 'slack' | 'smtp' | 'mail' | 'functions' | 'fleet' | 'kubernetes' | 'events',
  number
>;

export interface SandboxOptions {
  /** Default `127.0.0.1`. */
  host?: string;
  ports?: Partial<SandboxPorts>;
  /** People known to Linear and Slack; default alice and bob at example.com. */
  users?: { name: string; email: string }[];
  linear?: Omit<LinearOptions, 'host' | 'port' | 'users'>;
  slack?: Omit<SlackOptions, 'host' | 'port' | 'users'>;
  smtp?: Pick<SmtpOptions, 'login'>;
  events?: Omit<EventsOptions, 'host' | 'port'>;
  fleet?: FleetOptions;
}

/** The stand-ins for all outside systems. Functions, metrics and Kubernetes show one simulated fleet. */
export interface Sandbox {
  linear: LinearStandIn;
  slack: SlackStandIn;
  smtp: SmtpStandIn;
  fleet: FleetStandIn;
  functions: FunctionsStandIn;
  kubernetes: StandIn;
  events: EventsStandIn;
  close(): Promise<void>;
}

/** Rejects where a port is taken; nothing is left running then. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host, ports = {}, users } = options;
  const fleet = new Fleet(options.fleet);
  const people = users && { users };
  const started: StandIn[] = [];
  const start = async <S extends StandIn>(starting: Promise<S>): Promise<S> => {
    const standIn = await starting;
    started.push(standIn);
    return standIn;
  };
  const close = async (): Promise<void> => {
    await Promise.all(started.map((standIn) => standIn.close()));
  };
  try {
    return {
      linear: await start(startLinear({ ...options.linear, ...people, host, port: ports.linear })),
      slack: await start(startSlack({ ...options.slack, ...people, host, port: ports.slack })),
      smtp: await start(startSmtp({ ...options.smtp, host, port: ports.smtp, pagePort: ports.mail })),
      fleet: await start(startFleet(fleet, { host, port: ports.fleet })),
      functions: await start(startFunctions(fleet, { host, port: ports.functions })),
      kubernetes: await start(startKubernetes(fleet, { host, port: ports.kubernetes })),
      events: await start(startEvents({ ...options.events, host, port: ports.events })),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
