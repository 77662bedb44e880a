import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { httpAddress, listen, type ListenOptions } from '../http/listen';
import { createStandInApp, type StandIn, type StandInApp } from '../http/stand-in';
import type { ReceivedMail } from './mail';
import { serveMailPages } from './pages';

export interface SmtpOptions extends ListenOptions {
  /** Port of the page that lists mails; default 0: any free port. */
  pagePort?: number;
  /** Without it, mail is taken from anyone. */
  login?: { user: string; password: string };
}

export interface SmtpStandIn extends StandIn {
  /** For `SMTP_URL`. */
  smtpUrl: string;
  mails: readonly ReceivedMail[];
}

type Done = (error?: Error | null) => void;

/** An SMTP sink. Its page, ledger and fault rules are on a port of their own; rules name the operation `mail`. */
export async function startSmtp(options: SmtpOptions = {}): Promise<SmtpStandIn> {
  const { host = '127.0.0.1', port = 0, pagePort = 0, login } = options;
  const { app, faults, ledger } = createStandInApp({ operationsOf: () => [] });
  const mails: ReceivedMail[] = [];
  const connections = new Connections();
  serveMailPages(app, mails);
  const server = new SMTPServer({
    authOptional: login === undefined,
    disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(new Error('Wrong user name or password.')),
    onData: (stream, session, done) => {
      receive(stream, session, done, { mails, faults, ledger, connections }).catch(done);
    },
  });
  server.on('error', () => undefined); // A client that cuts its connection is no error of the sink.
  server.server.on('connection', (socket: Socket) => connections.add(socket));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const smtpUrl = urlOf(host, (server.server.address() as AddressInfo).port, login);
  const closeMail = (): Promise<void> =>
    new Promise((resolve) => {
      connections.cutAll();
      server.close(() => resolve());
    });
  try {
    const page = await listen(app, { host, port: pagePort });
    const close = async (): Promise<void> => void (await Promise.all([closeMail(), page.close()]));
    return { url: page.url, smtpUrl, mails, faults, ledger, close };
  } catch (error) {
    await closeMail();
    throw error;
  }
}

function urlOf(host: string, port: number, login: SmtpOptions['login']): string {
  const { host: reachable } = new URL(httpAddress(host, port));
  const credentials = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : '';
  return `smtp://${credentials}${reachable}`;
}

/** The open connections, to be cut as a crash or a lost network would cut them. */
class Connections {
  private readonly sockets = new Set<Socket>();

  add(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  cut({ remotePort }: SMTPServerSession): void {
    for (const socket of this.sockets) if (socket.remotePort === remotePort) socket.destroy();
  }

  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

interface Sink extends Pick<StandInApp, 'faults' | 'ledger'> {
  mails: ReceivedMail[];
  connections: Connections;
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  done: Done,
  sink: Sink,
): Promise<void> {
  const raw = await buffer(stream);
  const action = sink.faults.take({ path: '/', operations: ['mail'] });
  if (action) sink.ledger.append({ operation: 'mail', result: 'fault', detail: action });
  if (action?.delayMs) await setTimeout(action.delayMs);
  if (action?.drop) return sink.connections.cut(session);
  const refused = action?.rateLimit !== undefined ? 450 : action?.status;
  if (refused !== undefined) return done(Object.assign(new Error('A fault rule answered.'), { responseCode: refused }));
  const email = await PostalMime.parse(raw);
  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  sink.mails.push({ receivedAt: new Date().toISOString(), recipients, email });
  const keys = { messageId: email.messageId ?? '', subject: email.subject ?? '' };
  sink.ledger.append({ operation: 'mail', result: 'applied', keys });
  if (action?.dropAfter || action?.body) return sink.connections.cut(session);
  done();
}
