import { createInterface } from "node:readline/promises";
import { LocalgptError } from "../../core/facts/errors.ts";
import type { Words } from "../../words/words.ts";
import { type ProcessIo, writeText } from "../process-io.ts";

/** Asks on the terminal whether to go on; only a clear yes is one. Throws what `askForLine` throws. */
export async function askToConfirm(io: ProcessIo, { general }: Words, question: string): Promise<boolean> {
  return general.yesPattern.test((await askForLine(io, `${question} ${general.yesNo}`)).trim());
}

/**
 * Asks on the terminal for a line of text; an empty one at Ctrl-D. Throws `confirmation-needed` where no terminal is there to
 * ask on, and `interrupted`.
 */
export async function askForLine({ stdin, stderr, signal }: ProcessIo, question: string): Promise<string> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) throw new LocalgptError("confirmation-needed", {});
  await writeText(stderr, question);
  // By itself, for the end of a line that is wrapped loses its spaces.
  stderr.write(" ");
  // Without line editing of its own the terminal sends Ctrl-C as a signal, which ends every command in one way.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  // Ctrl-D ends the input: nobody said yes.
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    return await Promise.race([lines.question("", { signal }), closed]);
  } catch (error) {
    throw signal.aborted ? new LocalgptError("interrupted", {}, { cause: error }) : error;
  } finally {
    lines.close();
  }
}
