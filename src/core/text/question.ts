/** Something that is asked about: its text and its name; null for what came through a pipe. */
export type AskedText = { name: string | null; text: string };

/**
 * The question as one message: what came through the pipe, each file under its name, and the question last, with empty
 * lines between them. A question alone, or a text alone, stays unchanged.
 */
export function composeQuestion(question: string, texts: readonly AskedText[]): string {
  const parts = texts.map(({ name, text }) => (name === null ? text.trim() : `${name}:\n${fence(text)}`));
  return [...parts, question.trim()].filter((part) => part !== "").join("\n\n");
}

/** The text between marks that it does not contain, so that the model sees where it ends. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const mark = "`".repeat(longest + 1);
  return `${mark}\n${text.replace(/^\n+|\s+$/g, "")}\n${mark}`;
}

const bytesPerToken = 4;
/** Room for the answer, which shares the context with the question. */
const answerTokens = 1024;

/** Roughly how many tokens a text takes: one for 4 bytes, a rule of thumb for texts in European languages. */
export function estimateTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / bytesPerToken);
}

/** The next round context, in tokens, with room for such a question and its answer; null if it would exceed `most`. */
export function suggestContext(tokens: number, most: number | null): number | null {
  const round = 2 ** Math.ceil(Math.log2(tokens + answerTokens));
  const limit = Math.min(most ?? Number.POSITIVE_INFINITY, 1_048_576);
  if (round <= limit) return round;
  return tokens + answerTokens <= limit ? limit : null;
}
