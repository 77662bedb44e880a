import type { Response } from 'express';
import { html, type Markup } from './html';

export interface Page {
  /** The system that the page stands in for, such as `Linear`. */
  system: string;
  title: string;
  main: Markup;
}

/** Pages run no script and load no style but their own, whatever stands in the data that they show. */
const contentSecurityPolicy = "default-src 'self'; img-src 'self' http: https: data:; frame-ancestors 'none'";

export function sendPage(response: Response, { system, title, main }: Page): void {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${system} sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/_page/style.css" />
        <script src="/_page/refresh.js" defer></script>
      </head>
      <body>
        <header><a href="/">${system}</a> <span>sandbox</span></header>
        <main>${main}</main>
      </body>
    </html>`;
  response.type('html').set('Content-Security-Policy', contentSecurityPolicy).send(page.text);
}

/** A moment as people read it; the whole of it on hover. */
export function moment(at: Date | string): Markup {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}
