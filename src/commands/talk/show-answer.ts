import type { ChatPiece } from "../../services/clients/ollama-answers.ts";
import type { Context } from "../context.ts";

/**
 * How an answer is shown: unchanged if it is not Markdown, and with the model's thoughts always shown if asked for.
 */
type Showing = {
  isVerbatim: boolean;
  asksToThink: boolean;
  /** Called with each piece before it is shown. */
  hear?: (piece: ChatPiece) => void;
  /** With `--json`, what follows a completed answer. */
  conclude?: (last: ChatPiece) => unknown;
};

/** Shows the pieces of an answer as they come, including those before a failure; returns the last one. */
export async function showAnswer(
  context: Pick<Context, "openAnswer" | "openThinking">,
  pieces: AsyncIterable<ChatPiece>,
  { isVerbatim, asksToThink, hear, conclude }: Showing,
): Promise<ChatPiece | null> {
  const thinking = context.openThinking({ asked: asksToThink });
  const answer = context.openAnswer({ verbatim: isVerbatim });
  let last: ChatPiece | null = null;
  let isThinking = false;
  try {
    for await (const piece of pieces) {
      last = piece;
      hear?.(piece);
      if (piece.thinking !== "") {
        isThinking = true;
        await thinking.write(piece.thinking);
      }
      if (piece.content === "") continue;
      if (isThinking) await thinking.end();
      isThinking = false;
      await answer.write(piece.content);
    }
  } finally {
    // A reader that stops reading does not make the answer a failure.
    if (isThinking) await thinking.end().catch(() => {});
    await answer.end(last?.done ? conclude?.(last) : undefined).catch(() => {});
  }
  return last;
}
