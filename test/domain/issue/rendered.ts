import { dirname, join } from 'node:path';
import type * as Marked from 'marked';

// Jest cannot load the ES module that the package exports; the same release lies beside it as UMD.
const build = join(dirname(require.resolve('marked/package.json')), 'lib', 'marked.umd.js');
const { marked } = require(build) as typeof Marked;

/** What a renderer of GitHub-flavoured Markdown makes of it. */
export const renderHtml = (markdown: string): string => marked.parse(markdown, { async: false, gfm: true });

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** The text that a reader of the HTML sees. */
export function renderedText(html: string): string {
  return html.replace(/<[^>]+>/g, '').replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => entities[name]!);
}
