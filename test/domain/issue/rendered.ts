import { marked } from 'marked';

/** What a renderer of GitHub-flavoured Markdown makes of it. */
export const renderHtml = (markdown: string): string => marked.parse(markdown, { async: false, gfm: true });

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** The text that a reader of the HTML sees. */
export function renderedText(html: string): string {
  return html.replace(/<[^>]+>/g, '').replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => entities[name]!);
}
