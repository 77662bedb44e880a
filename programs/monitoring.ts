import { join } from 'node:path';
import { startChild, type Child } from './child';
import { freePort } from './free-port';
import { answers, waitUntilReady } from './ready';

export interface MonitoringOptions {
  executable: string;
  /** Configuration in the program's own YAML. */
  configFile: string;
  /** Where its data and its log go. */
  folder: string;
  /** A free port of the loopback address where absent. */
  port?: number;
}

export interface MonitoringProgram extends Pick<Child, 'exited' | 'hold' | 'stop'> {
  url: string;
}

/** Starts Prometheus on the loopback address; `POST <url>/-/reload` reads its configuration again. */
export const startPrometheus = (options: MonitoringOptions): Promise<MonitoringProgram> =>
  startMonitoring('prometheus', options, (data) => [`--storage.tsdb.path=${data}`, '--web.enable-lifecycle']);

/** Starts a single Alertmanager on the loopback address. */
export const startAlertmanager = (options: MonitoringOptions): Promise<MonitoringProgram> =>
  startMonitoring('alertmanager', options, (data) => [`--storage.path=${data}`, '--cluster.listen-address=']);

async function startMonitoring(
  name: string,
  { executable, configFile, folder, port: wanted }: MonitoringOptions,
  argumentsFor: (data: string) => string[],
): Promise<MonitoringProgram> {
  const port = await freePort(wanted);
  const url = `http://127.0.0.1:${port}`;
  const child = startChild({
    name,
    executable,
    folder,
    args: [
      `--config.file=${configFile}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=${url}`,
      ...argumentsFor(join(folder, name)),
    ],
  });
  await waitUntilReady(name, child, answers(`${url}/-/ready`));
  return { url, exited: child.exited, hold: child.hold, stop: child.stop };
}
