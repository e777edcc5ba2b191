import { createInterface } from "node:readline";
import type { Prompt } from "../../commands/context.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { isWholeMessage } from "../../core/text/whole-message.ts";
import type { ProcessIo } from "../process-io.ts";

/** Takes each line of stdin as a message, those between `"""` as one: for a pipe, without a person. */
export function openPlainPrompt({ stdin, signal }: ProcessIo): Prompt {
  const editor = createInterface({ input: stdin, terminal: false, signal });
  const lines = editor[Symbol.asyncIterator]();
  const read = async (): Promise<string | null> => {
    let text: string | null = null;
    for (;;) {
      const { value, done } = await lines.next();
      if (signal.aborted) throw new LocalgptError("interrupted", {});
      // Text after the last `"""` of an unfinished message is asked unchanged.
      if (done === true) return text;
      if (value.includes("\0"))
        throw new LocalgptError("invalid-value", { name: "stdin", value: "\\0", expected: "text" });
      text = text === null ? value : `${text}\n${value}`;
      if (!isWholeMessage(text)) continue;
      if (text.trim() !== "") return text;
      text = null;
    }
  };
  return {
    isInteractive: false,
    read,
    confirm: async () => false,
    ask: async () => {
      throw new LocalgptError("interrupted", {});
    },
    during: (work) => work(signal),
    say: async () => {},
    tell: async () => {},
    rest: () => {},
  };
}
