import type { AnswerWriter } from "../commands/context.ts";

/** Shows an answer as it is, and ends its last line where the model did not. */
export function openRawAnswer(write: (text: string) => Promise<void>): AnswerWriter {
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
