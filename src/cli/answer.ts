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

/** Prints an answer piece by piece as items of NDJSON, and at its end the item that says what came of it. */
export function openJsonAnswer(write: (text: string) => Promise<void>): AnswerWriter {
  const print = (item: unknown) => write(`${JSON.stringify(item)}\n`);
  return {
    write: (text) => print({ type: "content", text }),
    end: async (item) => {
      if (item !== undefined) await print(item);
    },
  };
}
