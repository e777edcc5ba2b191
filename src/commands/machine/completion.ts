import type { Command } from "commander";
import { parseChoice } from "../../core/values/parse-values.ts";
import type { Words } from "../../words/words.ts";
import type { Execute } from "../context.ts";
import { shells } from "./completion-scripts.ts";

export type CompletionResult = { shell: keyof typeof shells; script: string };

/** Defines `localgpt completion`. */
export function defineCompletion(parent: Command, words: Words, execute: Execute): void {
  const help = words.help.completion;
  parent
    .command("completion")
    .description(help.summary)
    .argument("<SHELL>", help.arguments.shell)
    .action((shell: string) =>
      execute({ run: async () => runCompletion({ shell }), render: ({ script }) => script, verbatim: true }),
    );
}

/** The script that makes a shell complete `localgpt`; throws `invalid-value` for an unsupported shell. */
export function runCompletion(options: { shell: string }): CompletionResult {
  const names = Object.keys(shells) as (keyof typeof shells)[];
  const shell = parseChoice(options.shell, names, "shell", { name: "SHELL" });
  return { shell, script: shells[shell] };
}
