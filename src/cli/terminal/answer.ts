import type { AnswerWriter, Look } from "../../commands/context.ts";
import { formatJson } from "../../core/text/json-text.ts";
import { withoutControls } from "../../core/text/sanitise.ts";
import type { Pieces } from "../../output/markdown/pieces.ts";

type Write = (text: string) => Promise<void>;

/** Discards what is not to be shown. */
export const unseen: AnswerWriter = { write: async () => {}, end: async () => {} };

/** Shows an answer unchanged, and ends its last line if the model did not. */
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

/** Shows on a terminal what is not Markdown: unchanged, without what would act on the terminal. */
export function openHarmlessAnswer(write: Write): AnswerWriter {
  const raw = openRawAnswer(write);
  return { ...raw, write: (text) => raw.write(withoutControls(text)) };
}

/**
 * Prints each piece as one line of NDJSON, under the name of its kind, and the outcome as the last one.
 */
export function openLines(write: Write, name: "answer" | "thinking"): AnswerWriter {
  const print = (item: unknown) => write(`${formatJson(item)}\n`);
  return {
    write: (text) => print({ [name]: text }),
    end: async (result) => {
      if (result !== undefined) await print(result);
    },
  };
}

/** Makes the Markdown of an answer readable on a terminal, word by word. */
export function openMarkdownAnswer(write: Write, look: Look): AnswerWriter {
  return openPieces(write, async () => (await import("../../output/markdown/markdown.ts")).createMarkdown(look));
}

/** Shows what a model thinks as text that cannot be mistaken for its answer. */
export function openThinkingText(write: Write, look: Look): AnswerWriter {
  return openPieces(write, async () => (await import("../../output/markdown/thinking.ts")).createThinking(look));
}

function openPieces(write: Write, load: () => Promise<Pieces>): AnswerWriter {
  // Begun at once: it is there before the model has said its first word.
  const loading = load();
  return {
    write: async (text) => write((await loading).add(text)),
    end: async () => write((await loading).end()),
  };
}
