import { freePort } from '../programs/free-port';

/** Where the parts are found as long as nothing else listens there. */
export const usualPorts = {
  ...{ temporal: 7233, temporalUi: 8233, prometheus: 9090, alertmanager: 9093, ingress: 8080, worker: 8081 },
  ...{
    linear: 4010,
    slack: 4020,
    smtp: 4025,
    mail: 4026,
    functions: 4030,
    fleet: 4040,
    kubernetes: 4050,
    events: 4060,
  },
} as const;

export type Ports = Record<keyof typeof usualPorts, number>;

/** A port for every part: the usual one where it is wanted and free, else any that is. */
export async function choosePorts(wanted: 'usual' | 'any'): Promise<Ports> {
  for (;;) {
    const choices = Object.entries(usualPorts).map(async ([part, port]) => [part, await choose(wanted, port)] as const);
    const ports = Object.fromEntries(await Promise.all(choices)) as Ports;
    // A port is free again as soon as it was found to be, so the same one can be found twice.
    if (new Set(Object.values(ports)).size === choices.length) return ports;
  }
}

async function choose(wanted: 'usual' | 'any', usual: number): Promise<number> {
  return wanted === 'usual' ? freePort(usual).catch(() => freePort()) : freePort();
}

/** Where each part is found by people. */
export function addressesOf(ports: Ports) {
  const url = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    Temporal: url(ports.temporalUi),
    Prometheus: url(ports.prometheus),
    Alertmanager: url(ports.alertmanager),
    Sandbox: url(ports.linear),
    Ingress: url(ports.ingress),
    Worker: url(ports.worker),
  };
}

export type PartName = keyof ReturnType<typeof addressesOf>;
