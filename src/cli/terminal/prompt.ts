import type { Prompt, PromptOptions } from "../../commands/context.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { keepColours } from "../../core/text/sanitise.ts";
import { joinMessage } from "../../output/describe.ts";
import { tellError, tellQuestion } from "../../words/tell.ts";
import { markFailure } from "../boundary.ts";
import { writeText } from "../process-io.ts";
import type { Run } from "../run-facts.ts";
import { askLine } from "./ask-line.ts";
import { openKeyboard } from "./keyboard.ts";
import { editText } from "./line-editor.ts";

const longestHistory = 1000;

/** Talks with the person on their terminal: questions and messages around the answers go to stderr. */
export function openTerminalPrompt(run: Run, { history, complete }: PromptOptions): Prompt {
  const { words, errorLook } = run;
  const { stdin, stderr, signal } = run.io;
  const { style } = errorLook;
  const keyboard = openKeyboard(stdin);
  let messages = [...history];
  const edit = async (question: string | null): Promise<string | null> => {
    const first = question ?? style.accent(">>> ");
    const text = await editText({
      keyboard,
      output: stderr,
      marks: { first, next: style.accent("... ") },
      history: question === null ? messages : [],
      complete: question === null ? complete : async (word) => ({ word, candidates: [] }),
      leaveHint: question === null ? style.dim(words.chat.leave) : null,
      signal,
    });
    if (signal.aborted) throw new LocalgptError("interrupted", {});
    return text;
  };
  return {
    isInteractive: true,
    read: async () => {
      stderr.write("\n");
      for (;;) {
        const text = await edit(null);
        if (text === null) return null;
        if (text.trim() === "") continue;
        messages = [text, ...messages.filter((message) => message !== text)].slice(0, longestHistory);
        return text;
      }
    },
    confirm: async (question) => {
      const answer = await edit(keepColours(`${tellQuestion(question, words)} ${words.general.yesNo} `));
      return answer !== null && words.general.yesPattern.test(answer.trim());
    },
    ask: (question, { hidden = false } = {}) =>
      askLine({ keyboard, output: stderr, question: keepColours(tellQuestion(question, words)), hidden, signal }),
    during: async (work) => {
      const stopping = new AbortController();
      keyboard.watch(() => stopping.abort());
      try {
        return await work(AbortSignal.any([signal, stopping.signal]));
      } finally {
        keyboard.hold();
      }
    },
    say: (text) => writeText(stderr, text),
    tell: (error) => writeText(stderr, markFailure(joinMessage(tellError(error, words)), errorLook)),
    rest: keyboard.rest,
  };
}
