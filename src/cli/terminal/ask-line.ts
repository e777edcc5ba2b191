import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { Keyboard } from "./keyboard.ts";

/** One question on a terminal; with `hidden` the answer is not shown. */
export type LineRequest = {
  keyboard: Keyboard;
  output: NodeJS.WritableStream;
  question: string;
  hidden: boolean;
  signal: AbortSignal;
};

/** Asks for a line. Ctrl-C, Ctrl-D, the end of the terminal and an aborted signal throw `interrupted`. */
export async function askLine({ keyboard, output, question, hidden, signal }: LineRequest): Promise<string> {
  const { input, more } = keyboard.edit((text) => editor.write(text));
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  // No history: an answer must not come back with an arrow key.
  const editor = createInterface({ input, output: hidden ? unseen : output, terminal: true, historySize: 0 });
  let isAnswered = false;
  const stop = (): void => editor.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      editor.once("line", (line) => {
        isAnswered = true;
        resolve(line);
      });
      editor.once("SIGINT", stop);
      editor.once("close", () => reject(new LocalgptError("interrupted", {})));
      if (signal.aborted) return stop();
      if (hidden) output.write(question);
      editor.setPrompt(question);
      editor.prompt();
      more();
    });
  } finally {
    signal.removeEventListener("abort", stop);
    // Enter is hidden too, and a cancelled line is left unfinished.
    if (hidden || !isAnswered) output.write("\n");
    keyboard.hold();
    editor.close();
  }
}
