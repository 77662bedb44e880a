import type { Express } from 'express';
import { html, type Markup } from '../page/html';
import { moment, sendPage } from '../page/layout';
import type { ReceivedMail } from './mail';

/** `/` lists the mails, `/mails` gives them as JSON. */
export function serveMailPages(app: Express, mails: readonly ReceivedMail[]): void {
  app.get('/mails', (_request, response) => void response.json({ mails }));
  app.get('/', (_request, response) => {
    const listed = html`${mails.toReversed().map(mailView)}`;
    const main = mails.length > 0 ? listed : html`<p class="empty">No mail yet.</p>`;
    sendPage(response, {
      system: 'Mail',
      title: 'Mails',
      main: html`<h1>Mails</h1>
        ${main}`,
    });
  });
}

function mailView({ receivedAt, recipients, email }: ReceivedMail): Markup {
  return html`<section class="card">
    <strong>${email.subject ?? '(no subject)'}</strong> ${moment(receivedAt)}
    <p class="quiet">From ${email.from?.address ?? 'nobody'} to ${recipients.join(', ')}</p>
    <pre>${email.text ?? ''}</pre>
  </section>`;
}
