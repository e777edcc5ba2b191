import type { Command } from "commander";
import { LocalgptError } from "../core/errors/errors.ts";

/**
 * Makes a command refuse two of its long options together, also `--x` and `--no-x`: they set one value, so only the
 * events show that both were written. The command then throws `conflicting-options` before it does anything.
 */
export function refuseTogether(command: Command, first: string, second: string): void {
  const written = new Set<string>();
  for (const option of [first, second]) command.on(`option:${option.slice("--".length)}`, () => written.add(option));
  command.hook("preAction", () => {
    if (written.size > 1) throw conflict(first, second);
  });
}

/** The error for two options, or an option and an argument, of which only one can be meant. */
export function conflict(first: string, second: string): LocalgptError<"conflicting-options"> {
  return new LocalgptError("conflicting-options", { first, second });
}
