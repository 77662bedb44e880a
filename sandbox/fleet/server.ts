import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { formBody, jsonBody } from '../http/body';
import { listen, type ListenOptions } from '../http/listen';
import { createStandInApp, type StandIn } from '../http/stand-in';
import { html, type Markup } from '../page/html';
import { sendPage } from '../page/layout';
import type { Fleet, Workload } from './fleet';
import { exposition } from './metrics';

export interface FleetStandIn extends StandIn {
  /** What Prometheus scrapes. */
  metricsUrl: string;
  fleet: Fleet;
}

const changeSchema = z.strictObject({
  load: z.coerce.number().min(0).optional(),
  replicas: z.coerce.number().int().min(0).max(100).optional(),
});

/** The fleet's metrics, its state as JSON and as a page, and `POST /fleet/<namespace>/<name>` `{load?, replicas?}` to change it. */
export async function startFleet(fleet: Fleet, options: ListenOptions = {}): Promise<FleetStandIn> {
  const { app, faults, ledger } = createStandInApp({
    operationsOf: ({ path }) => (path === '/metrics' ? ['scrape'] : []),
  });
  app.get('/metrics', (_request, response) => {
    response.set('Content-Type', 'text/plain; version=0.0.4; charset=utf-8').send(exposition(fleet));
  });
  app.get(
    '/fleet',
    (_request, response) =>
      void response.json({ workloads: fleet.workloads.map((workload) => stateOf(workload, fleet)) }),
  );
  app.post('/fleet/:namespace/:name', (request: Request<{ namespace: string; name: string }>, response: Response) => {
    const { namespace, name } = request.params;
    const workload = fleet.workload(namespace, name);
    if (!workload) return void response.status(404).json({ error: `There is no workload ${namespace}/${name}.` });
    const isForm = Boolean(request.is('application/x-www-form-urlencoded'));
    const change = changeSchema.safeParse(isForm ? formBody(request) : jsonBody(request));
    if (!change.success)
      return void response
        .status(422)
        .json({ error: 'Give {"load": number, "replicas": number}.', issues: change.error.issues });
    if (change.data.load !== undefined) fleet.setLoad(workload, change.data.load);
    if (change.data.replicas !== undefined) fleet.scale(workload, change.data.replicas);
    ledger.append({ operation: 'change', result: 'applied', keys: { namespace, name }, detail: change.data });
    if (isForm) response.redirect(303, '/');
    else response.json(stateOf(workload, fleet));
  });
  serveFleetPage(app, fleet);
  const { url, close } = await listen(app, options);
  return { url, metricsUrl: `${url}/metrics`, fleet, faults, ledger, close };
}

function stateOf(workload: Workload, fleet: Fleet): object {
  const { namespace, name, load, pods } = workload;
  return {
    ...{ namespace, name, load, replicas: pods.length, available: fleet.ready(workload).length },
    cpuPercent: fleet.cpuPercent(workload),
    pods: pods.map((pod) => ({ name: pod.name, restarts: pod.restarts, ready: fleet.isReady(pod) })),
    serviceLevel: fleet.serviceLevel(workload),
  };
}

function serveFleetPage(app: Express, fleet: Fleet): void {
  // Issues link to the dashboard of an SLO as Grafana serves it; here the page of the fleet shows it.
  app.get('/d/:dashboard', (_request, response) => response.redirect('/'));
  app.get('/', (_request, response) => {
    const rows = fleet.workloads.map((workload) => row(workload, fleet));
    const head = html`<tr>
      <th>Workload</th>
      <th>Replicas</th>
      <th>CPU per pod</th>
      <th>Availability</th>
      <th>Error budget</th>
      <th>Load</th>
    </tr>`;
    const main = html`<h1>Fleet</h1>
      <table>
        <thead>
          ${head}
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
      <p><a href="/metrics">Metrics</a></p>`;
    sendPage(response, { system: 'Fleet', title: 'Workloads', main });
  });
}

function row(workload: Workload, fleet: Fleet): Markup {
  const { namespace, name, pods, load } = workload;
  const { current, budgetRemaining } = fleet.serviceLevel(workload);
  const button = (value: number, text: string): Markup => html`<button name="load" value="${value}">${text}</button>`;
  return html`<tr>
    <td>${namespace}/${name}</td>
    <td>${fleet.ready(workload).length} of ${pods.length}</td>
    <td>${fleet.cpuPercent(workload).toFixed(1)} %</td>
    <td>${(current * 100).toFixed(3)} %</td>
    <td>${(budgetRemaining * 100).toFixed(2)} %</td>
    <td>
      ${load}
      <form method="post" action="/fleet/${namespace}/${name}">${button(90, 'Calm')}${button(190, 'Busy')}</form>
    </td>
  </tr>`;
}
