import { createInterface } from "node:readline/promises";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { Question } from "../../core/run/questions.ts";
import { tellQuestion } from "../../words/tell.ts";
import type { Words } from "../../words/words.ts";
import { type ProcessIo, writeText } from "../process-io.ts";

/** What is asked: a question and, above it, what the person should have seen. */
export type Asked = { question: Question; above: string };

/** Asks on the terminal whether to go on; only a clear yes counts. Throws what `askForLine` throws. */
export async function askToConfirm(io: ProcessIo, words: Words, asked: Asked): Promise<boolean> {
  const { yesNo, yesPattern } = words.general;
  return yesPattern.test((await askText(io, `${wordQuestion(asked, words)} ${yesNo}`)).trim());
}

/**
 * Asks on the terminal for a line of text; an empty one at Ctrl-D. Throws `confirmation-needed` if there is no
 * terminal, and `interrupted`.
 */
export async function askForLine(io: ProcessIo, words: Words, asked: Asked): Promise<string> {
  return askText(io, wordQuestion(asked, words));
}

function wordQuestion({ question, above }: Asked, words: Words): string {
  return `${above === "" ? "" : `${above}\n`}${tellQuestion(question, words)}`;
}

async function askText({ stdin, stderr, signal }: ProcessIo, question: string): Promise<string> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) throw new LocalgptError("confirmation-needed", {});
  await writeText(stderr, question);
  // Written separately, because the end of a wrapped line loses its spaces.
  stderr.write(" ");
  // Without line editing of its own the terminal sends Ctrl-C as a signal, which ends every command in one way.
  const lines = createInterface({ input: stdin, output: stderr, terminal: false });
  // Ctrl-D ends the input: that is not a yes.
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    return await Promise.race([lines.question("", { signal }), closed]);
  } catch (error) {
    throw signal.aborted ? new LocalgptError("interrupted", {}, { cause: error }) : error;
  } finally {
    lines.close();
  }
}
