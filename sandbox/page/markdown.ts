import { marked } from 'marked';
import sanitizeHtml from 'sanitize-html';
import { Markup } from './html';

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 'del', 'code', 'pre', 'blockquote'],
    ...['ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'img'],
  ],
  allowedAttributes: { a: ['href', 'title', 'rel', 'target'], img: ['src', 'alt', 'title'], code: ['class'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer', target: '_blank' }) },
};

/** Markdown as Linear would show it: formatting works, scripts, styles, frames and event handlers are gone. */
export function renderMarkdown(markdown: string): Markup {
  return new Markup(sanitizeHtml(marked.parse(markdown, { async: false, gfm: true, breaks: true }), allowed));
}
