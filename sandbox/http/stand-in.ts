import express, { type Express, type Request, type Response } from 'express';
import { ZodError } from 'zod';
import { FaultBook, type FaultRule } from '../faults/fault-book';
import { faultMiddleware, tooManyRequests } from '../faults/middleware';
import { Ledger } from '../ledger';
import { refreshScript } from '../page/refresh';
import { style } from '../page/style';

/** What every stand-in has, for tests that run in the same process. */
export interface StandIn {
  url: string;
  faults: FaultBook;
  ledger: Ledger;
  close(): Promise<void>;
}

export interface StandInApp {
  app: Express;
  faults: FaultBook;
  ledger: Ledger;
}

export interface StandInAppOptions {
  /** Names of all that a request would do, for fault rules; none for pages. */
  operationsOf(request: Request): string[];
  rateLimited?(response: Response, retryAfterSeconds: number): void;
}

const bodyLimit = '40mb';

/**
 * An application with the routes that every stand-in shares: `POST`, `GET` and `DELETE /_faults`, `GET /_ledger`, and
 * what its pages need. Bodies of all other requests arrive as text, see `jsonBody` and `formBody`.
 */
export function createStandInApp({ operationsOf, rateLimited = tooManyRequests }: StandInAppOptions): StandInApp {
  const app = express().disable('x-powered-by');
  const faults = new FaultBook();
  const ledger = new Ledger();
  app.get('/_page/style.css', (_request, response) => void response.type('css').send(style));
  app.get('/_page/refresh.js', (_request, response) => void response.type('js').send(refreshScript));
  app.get('/_ledger', (_request, response) => void response.json({ entries: ledger.entries() }));
  serveFaults(app, faults);
  app.use(express.text({ type: () => true, limit: bodyLimit }));
  app.use(faultMiddleware({ faults, ledger, operationsOf, rateLimited }));
  return { app, faults, ledger };
}

function serveFaults(app: Express, faults: FaultBook): void {
  app
    .route('/_faults')
    .get((_request, response) => void response.json({ rules: faults.active() }))
    .delete((_request, response) => {
      faults.clear();
      response.status(204).end();
    })
    .post(express.json(), (request: Request<object, unknown, FaultRule>, response) => {
      try {
        faults.add(request.body);
        response.status(201).json({ rules: faults.active() });
      } catch (error) {
        if (!(error instanceof ZodError)) throw error;
        response.status(422).json({ error: 'This is no fault rule.', issues: error.issues });
      }
    });
}
