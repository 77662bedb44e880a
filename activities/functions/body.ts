const maxMessageLength = 300;

/** What a function's body says. The message is untrusted: one line of at most 300 characters, without control characters. */
export interface FunctionBody {
  status: string | null;
  message: string;
}

/** A JSON object's `status` and `message`; of any other body its text. */
export function readFunctionBody(text: string): FunctionBody {
  const parsed = parseObject(text);
  if (!parsed) return { status: null, message: tidy(text) };
  return {
    status: typeof parsed.status === 'string' ? parsed.status : null,
    message: typeof parsed.message === 'string' ? tidy(parsed.message) : '',
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function tidy(text: string): string {
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .trim();
  const characters = [...line];
  return characters.length > maxMessageLength ? `${characters.slice(0, maxMessageLength - 1).join('')}…` : line;
}
