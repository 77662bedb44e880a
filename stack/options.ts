import type { SandboxOptions } from '../sandbox/start';
import type { Timing } from './environment';
import type { AlertRule } from './monitoring';
import type { PartName } from './ports';

export interface ProgramPaths {
  temporal: string;
  prometheus: string;
  alertmanager: string;
}

export interface StackOptions {
  /** Folder of the built product. */
  build: string;
  programs: ProgramPaths;
  /** Emptied first; holds configuration, the audit log and, under `logs`, the log of each process. */
  folder: string;
  /** `usual`: the documented ports where they are free. Default: any. */
  ports?: 'usual' | 'any';
  /** Which way alerts take from Alertmanager to the ingress; default straight. */
  via?: 'alertmanager' | 'cloudevents';
  /** `false`: neither Prometheus nor Alertmanager. */
  monitored?: boolean;
  /** What Prometheus alerts about; default the CPU of one pod of the fleet. */
  rules?: AlertRule[];
  timing?: Timing;
  sandbox?: SandboxOptions;
  /** Variables of both processes that differ from the stack's own. */
  environment?: Record<string, string>;
  /** Keeps Temporal's workflows across a restart of it. */
  durable?: boolean;
  /** Told when a part is ready, and where it is found by people. */
  onReady?(part: PartName, address: string): void;
}
