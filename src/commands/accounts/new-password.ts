import { judgePassword } from "../../core/accounts/new-password.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import type { Question } from "../../core/run/questions.ts";
import { readPiped } from "../../host/stores/piped-input.ts";
import type { Context, Prompt } from "../context.ts";

const noticeMs = 2000;

/** Begins to ask on a person's terminal; throws `password-needed` without one. */
export async function openQuestions(context: Context, command: string): Promise<Prompt> {
  const prompt = await context.openPrompt({ history: [], complete: async (word) => ({ word, candidates: [] }) });
  if (!prompt.isInteractive) throw new LocalgptError("password-needed", { command });
  return prompt;
}

/** Asks twice for a new password, hidden, until it is acceptable; throws `interrupted`. */
export async function askPassword(prompt: Prompt, question: Question): Promise<string> {
  for (;;) {
    const password = await prompt.ask(question, { hidden: true });
    const problem =
      judgePassword(password) ??
      ((await prompt.ask({ id: "same-again" }, { hidden: true })) === password ? null : "different");
    if (problem === null) return password;
    await prompt.tell(new LocalgptError("password-refused", { problem }));
  }
}

/** The one line of standard input as a new password; throws `password-refused`, `file-failed` and `interrupted`. */
export async function readPassword({ stdin, signal, emit }: Context): Promise<string> {
  const onWaiting = () => emit({ type: "notice", notice: { id: "waiting-for-input" } });
  const bytes = await readPiped(stdin, { signal, patienceMs: null, noticeMs, onWaiting });
  const password = (bytes ?? Buffer.alloc(0)).toString().replace(/\r?\n$/, "");
  const problem = /[\r\n]/.test(password) ? "lines" : judgePassword(password);
  if (problem !== null) throw new LocalgptError("password-refused", { problem });
  return password;
}
