import { createInterface } from "node:readline/promises";
import { LocalgptError } from "../core/errors.ts";
import type { Words } from "../words/words.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * Asks on the terminal whether to go on; only a clear yes is one. Throws `confirmation-needed` where no terminal is there
 * to ask on, and `interrupted`.
 */
export async function askToConfirm(
  { stdin, stderr, signal }: Surroundings,
  { general }: Words,
  question: string,
): Promise<boolean> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) throw new LocalgptError("confirmation-needed", {});
  // Without line editing of its own the terminal sends Ctrl-C as a signal, which ends every command in one way.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  // Ctrl-D ends the input: nobody said yes.
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([lines.question(`${question} ${general.yesNo} `, { signal }), closed]);
    return general.yesPattern.test(answer.trim());
  } catch (error) {
    throw signal.aborted ? new LocalgptError("interrupted", {}, { cause: error }) : error;
  } finally {
    lines.close();
  }
}
