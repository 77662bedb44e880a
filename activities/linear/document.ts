/** One change in Linear; each has an id that is known before it is sent. */
export type LinearWrite =
  | {
      operation: 'issueCreate' | 'commentCreate' | 'attachmentCreate';
      target: string;
      step: string;
      input: Record<string, unknown>;
    }
  /** `target`: the issue. */
  | { operation: 'issueUpdate'; target: string; step: string; input: Record<string, unknown> };

export interface LinearDocument {
  document: string;
  variables: Record<string, unknown>;
}

const issueFields = 'issue { id identifier url }';

const selections: Record<LinearWrite['operation'], string> = {
  issueCreate: `success ${issueFields}`,
  issueUpdate: 'success',
  commentCreate: 'success',
  attachmentCreate: 'success',
};

const inputTypes: Record<LinearWrite['operation'], string> = {
  issueCreate: 'IssueCreateInput!',
  issueUpdate: 'IssueUpdateInput!',
  commentCreate: 'CommentCreateInput!',
  attachmentCreate: 'AttachmentCreateInput!',
};

/** The name that a write's answer has in the document's answer. */
export const answerName = (index: number): string => `write${index}`;

/** One mutation that does all writes in order. Linear ends it at the first that fails, and then answers for none. */
export function writeDocument(writes: LinearWrite[]): LinearDocument {
  const parts = writes.map(({ operation, target, input }, index) =>
    operation === 'issueUpdate'
      ? {
          declared: `$id${index}: String!, $input${index}: ${inputTypes[operation]}`,
          field: `${answerName(index)}: ${operation}(id: $id${index}, input: $input${index}) { ${selections[operation]} }`,
          variables: { [`id${index}`]: target, [`input${index}`]: input },
        }
      : {
          declared: `$input${index}: ${inputTypes[operation]}`,
          field: `${answerName(index)}: ${operation}(input: $input${index}) { ${selections[operation]} }`,
          variables: { [`input${index}`]: { id: target, ...input } },
        },
  );
  const declared = parts.map((part) => part.declared).join(', ');
  return {
    document: `mutation AgentSreWrite(${declared}) {\n  ${parts.map(({ field }) => field).join('\n  ')}\n}`,
    variables: Object.assign({}, ...parts.map(({ variables }) => variables)) as Record<string, unknown>,
  };
}

/** Reads whether something that was to be created is there. */
export function readDocument(operation: Exclude<LinearWrite['operation'], 'issueUpdate'>, id: string): LinearDocument {
  const field = { issueCreate: 'issue', commentCreate: 'comment', attachmentCreate: 'attachment' }[operation];
  const selection = operation === 'issueCreate' ? 'id identifier url' : 'id';
  return {
    document: `query AgentSreRead($id: String!) { found: ${field}(id: $id) { ${selection} } }`,
    variables: { id },
  };
}
