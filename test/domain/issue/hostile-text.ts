import fc from 'fast-check';

/** Pieces that mean something to some Markdown or HTML parser, to be put together in any order. */
const pieces = [
  '#', '# ', '## x', '>', '> ', '- ', '* ', '+ ', '+++ ', '1. ', '2) ', '---', '***', '___', '===', ':--', '--:', '|', '| a | b |', '```', '~~~',
  '`', '``', '*', '**', '_', '__', '~', '~~', '[', ']', '(', ')', '![', '](', '[x](http://e.example)', '![i](http://e.example/i.png)', '[x]: http://e.example',
  '[ ] ', '[x] ', '<', '>', '<b>', '</b>', '<script>alert(1)</script>', '<img src=x onerror=y>', '<!--', '-->', '<https://e.example>', '<a@e.example>',
  'https://e.example/a_b?c=1&d=2', 'www.e.example', 'a@e.example', '@anna', '@', '://', '&', '&lt;', '&amp;', '&#60;', '\\', '\\\\', '\n', '\n\n', '\r\n', '\t',
  '    ', ' ', 'a', 'b1', 'snake_case_name', 'app-xyz', '3.14', '$', '!', ':', '\u202e', '\u200b', '\u0000', '\ud800', 'é', '😀', '"', "'",
];

export const hostileText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 24 })
  .map((parts) => parts.join(''));
