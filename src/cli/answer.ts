import type { AnswerWriter, Look } from "../commands/context.ts";
import type { Pieces } from "../output/pieces.ts";

type Write = (text: string) => Promise<void>;

/** Shows an answer as it is, and ends its last line where the model did not. */
export function openRawAnswer(write: Write): AnswerWriter {
  let last = "\n";
  return {
    write: async (text) => {
      last = text.at(-1) ?? last;
      await write(text);
    },
    end: async () => {
      if (last !== "\n") await write("\n");
    },
  };
}

/** Makes the Markdown of an answer readable on a terminal, word by word. */
export function openMarkdownAnswer(write: Write, look: Look): AnswerWriter {
  return openPieces(write, async () => (await import("../output/markdown.ts")).createMarkdown(look));
}

function openPieces(write: Write, load: () => Promise<Pieces>): AnswerWriter {
  // Begun at once: it is there before the model has said its first word.
  const loading = load();
  return {
    write: async (text) => write((await loading).add(text)),
    end: async () => write((await loading).end()),
  };
}
