import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { readDocument, writeDocument, type LinearWrite } from '../../../activities/linear/document';
import { linearId } from '../../../activities/linear/ids';
import { loadLinearSchema } from '../../../sandbox/linear/schema/load';

const writes: LinearWrite[] = [
  { operation: 'issueCreate', target: 'i', step: 'issue', input: { title: 'x' } },
  { operation: 'attachmentCreate', target: 'a', step: 'attachment', input: {} },
  { operation: 'commentCreate', target: 'c', step: 'comment', input: {} },
  { operation: 'issueUpdate', target: 'i', step: 'state', input: { stateId: 's' } },
];

test('one document holds all writes in order, each under its own id', () => {
  const { document, variables } = writeDocument(writes);
  expect(document.match(/write\d: \w+/g)).toEqual([
    'write0: issueCreate',
    'write1: attachmentCreate',
    'write2: commentCreate',
    'write3: issueUpdate',
  ]);
  expect(variables).toEqual({
    input0: { id: 'i', title: 'x' },
    input1: { id: 'a' },
    input2: { id: 'c' },
    id3: 'i',
    input3: { stateId: 's' },
  });
});

test("every document is valid by Linear's schema", () => {
  const documents = [
    writeDocument(writes),
    ...(['issueCreate', 'commentCreate', 'attachmentCreate'] as const).map((operation) => readDocument(operation, 'x')),
  ];
  for (const { document } of documents) expect(validate(loadLinearSchema(), parse(document))).toEqual([]);
});

test('ids are version 4 UUIDs, the same for the same key and different for others', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, two) => {
      expect(linearId('comment', one)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(linearId('comment', one) === linearId('comment', two)).toBe(one === two);
      expect(linearId('issue', one)).not.toBe(linearId('comment', one));
    }),
  );
});
