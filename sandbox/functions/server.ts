import type { Fleet } from '../fleet/fleet';
import { listen, type ListenOptions } from '../http/listen';
import { createStandInApp, type StandIn } from '../http/stand-in';
import type { LedgerEntry } from '../ledger';
import { html, type Markup } from '../page/html';
import { moment, sendPage } from '../page/layout';
import { callRoute } from './call';
import { Jobs } from './jobs';

export interface FunctionsStandIn extends StandIn {
  /** For `FUNCTION_URL_TEMPLATE`. */
  urlTemplate: string;
}

/**
 * Functions at `POST /<function>/`, the state of long ones at `/jobs/<id>`, every call at `GET /ledger`. Fault rules name
 * the function, or `status` for questions about long ones.
 */
export async function startFunctions(fleet: Fleet, options: ListenOptions = {}): Promise<FunctionsStandIn> {
  const { app, faults, ledger } = createStandInApp({
    operationsOf: ({ method, path }) => {
      if (method === 'POST') return [path.split('/')[1]!];
      return path.startsWith('/jobs/') ? ['status'] : [];
    },
  });
  const jobs = new Jobs(ledger);
  app.get('/', (_request, response) =>
    sendPage(response, { system: 'Functions', title: 'Calls', main: calls(ledger.entries()) }),
  );
  app.get('/ledger', (_request, response) => void response.json({ entries: ledger.entries() }));
  app.get('/jobs/:id', (request, response) => {
    const job = jobs.get(request.params.id);
    if (!job) return void response.status(404).json({ error: 'There is no such job.' });
    response.set('Retry-After', '1').json(job.outcome);
  });
  app.post('/:function', callRoute({ fleet, jobs, ledger }));
  const listening = await listen(app, options);
  const close = (): Promise<void> => {
    jobs.close();
    return listening.close();
  };
  return { url: listening.url, urlTemplate: `${listening.url}/{function}/`, faults, ledger, close };
}

function calls(entries: readonly LedgerEntry[]): Markup {
  const rows = entries.toReversed().map(
    ({ at, operation, result, detail }) =>
      html`<tr>
        <td>${moment(at)}</td>
        <td>${operation}</td>
        <td>${result}</td>
        <td><code>${JSON.stringify(detail)}</code></td>
      </tr>`,
  );
  return html`<h1>Calls</h1>
    <table>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}
