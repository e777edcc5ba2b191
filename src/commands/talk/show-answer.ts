import type { ChatPiece } from "../../services/clients/ollama-answers.ts";
import type { Context } from "../context.ts";

/**
 * How an answer is shown: one that is no Markdown as it is, and what the model thinks always where it was asked for.
 */
type Showing = {
  isVerbatim: boolean;
  asksToThink: boolean;
  /** Is told of each piece before it is shown. */
  hear?: (piece: ChatPiece) => void;
  /** With `--json`, what stands behind an answer that came to its end. */
  conclude?: (last: ChatPiece) => unknown;
};

/** Shows the pieces of an answer as they come, and whatever came where it breaks off; gives the last one. */
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
    // What the reader no longer takes is no failure of its own.
    if (isThinking) await thinking.end().catch(() => {});
    await answer.end(last?.done ? conclude?.(last) : undefined).catch(() => {});
  }
  return last;
}
