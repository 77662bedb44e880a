import fc from 'fast-check';
import { codeBlock, codeSpan, inertLine, inertText, untrustedLink } from '../../../domain/issue/markdown';
import { plainText } from '../../../domain/issue/plain-text';
import { hostileText } from './hostile-text';
import { renderedText, renderHtml } from './rendered';

const onlyTextElements = /<(?!\/?(?:p|code|br)\b)[a-z/!]/i;

/** Compares what a reader sees; white space at the ends of lines and between paragraphs is layout. */
const seen = (text: string): string[] =>
  plainText(text)
    .split('\n')
    .map((line) => line.replaceAll('\u00a0', ' ').trim().replace(/\s+/g, ' '))
    .filter(Boolean);

describe('inertText', () => {
  test('shows any text as nothing but paragraphs and code spans, and loses none of it', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = renderHtml(inertText(text, 5_000));
        expect(html).not.toMatch(onlyTextElements);
        expect(seen(renderedText(html))).toEqual(seen(text));
      }),
      { numRuns: 1_500 },
    );
  });

  test('shows any text on one line inert in a list item', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = renderHtml(`- **name**: ${inertLine(text, 5_000)}\n- next`);
        expect(html.replace(/<\/?(?:ul|li|strong)>/g, '')).not.toMatch(onlyTextElements);
        expect(html.match(/<li>/g)).toHaveLength(2);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps hyphens, dots and underscores inside words as they are', () => {
    expect(inertLine('app-xyz v1.2.3 snake_case_name 95%')).toBe('app-xyz v1.2.3 snake_case_name 95%');
  });

  test('escapes what would start markup', () => {
    expect(inertLine('**bold** [a](b) `c` _d_ <b> ~e~ a|b')).toBe(
      '\\*\\*bold\\*\\* \\[a\\](b) \\`c\\` \\_d\\_ &lt;b> \\~e\\~ a\\|b',
    );
  });

  test('sets mentions and addresses in code spans', () => {
    expect(inertLine('ask @anna, see https://e.example/x')).toBe('ask `@anna,` see `https://e.example/x`');
  });

  test('removes bidi, zero-width and control characters', () => {
    expect(inertLine('a\u202eb\u200bc\u0000d\u001b[0m')).toBe('abcd\\[0m');
  });

  test('keeps line breaks and stops each line from starting a block', () => {
    expect(inertText('# a\n- b\n1. c\n> d\n===', 100)).toBe('\\# a\n\\- b\n1\\. c\n\\> d\n\\===');
  });

  test('stays within its limit also where escaping makes text longer', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 60 }), (text, limit) => {
        expect(inertText(text, limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('takes 100 kB without a space in little time', () => {
    const started = performance.now();
    expect(inertText('_'.repeat(50_000) + 'x'.repeat(50_000), 20_000).length).toBeLessThanOrEqual(20_000);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test('a code span holds any text on one line', () => {
  fc.assert(
    fc.property(
      hostileText.filter((text) => plainText(text).trim() !== ''),
      (text) => {
        const html = renderHtml(`x ${codeSpan(text)} y`);
        expect(html.match(/<code>/g)).toHaveLength(1);
        expect(html.replace(/<\/?(?:p|code)>/g, '')).not.toMatch(/<[a-z/!]/i);
      },
    ),
  );
});

test('a code block is never left by what it holds', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(renderHtml(codeBlock(text, 'json', 2_000))).toMatch(
        /^<pre><code class="language-json">[^<]*<\/code><\/pre>\n$/,
      );
    }),
  );
});

describe('untrustedLink', () => {
  test('links http addresses without their credentials', () => {
    expect(untrustedLink('Runbook', 'https://u:secret@e.example/a?b=1&c=2')).toBe(
      '[Runbook](https://e.example/a?b=1&c=2)',
    );
  });

  test('shows other addresses as text', () => {
    expect(untrustedLink('Runbook', 'file:///runbooks/checkout.md')).toBe('Runbook: `file:///runbooks/checkout.md`');
    expect(untrustedLink('Runbook', 'javascript:alert(1)')).toBe('Runbook: `javascript:alert(1)`');
  });

  test('ends the link where it should whatever the address holds', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const html = renderHtml(untrustedLink('Runbook', `https://e.example/?q=${text}`));
        expect(html.match(/<a /g) ?? []).toHaveLength(html.includes('<code>') ? 0 : 1);
        expect(html.replace(/<a href="https:\/\/e\.example\/[^"<>]*">Runbook<\/a>|<\/?(?:p|code)>/g, '')).not.toContain(
          '<',
        );
      }),
    );
  });
});
