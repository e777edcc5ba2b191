import { Command, type Help, type Option } from "commander";
import type { Look } from "../../commands/context.ts";
import { LocalgptError } from "../../core/errors/errors.ts";
import { findNearest } from "../../core/text/nearest.ts";
import { describePath, LocalgptHelp } from "./help.ts";
import { globalFlags } from "./root-help.ts";

/**
 * A Commander command that speaks the person's language and throws localgpt's own errors. Commander reports a wrong
 * command line through one method for each mistake; each is turned into an error with its facts here, before any
 * English text.
 */
export class LocalgptCommand extends Command {
  readonly #look: Look;

  constructor(name: string, look: Look) {
    super(name);
    this.#look = look;
    this.helpCommand(false);
    this.helpOption(globalFlags.help, look.words.program.global.help);
  }

  override createCommand(name: string): LocalgptCommand {
    return new LocalgptCommand(name, this.#look);
  }

  override createHelp(): Help {
    return new LocalgptHelp(this.#look);
  }

  override outputHelp(): void {
    // Without this, help for an unknown subcommand would print the group's help and succeed.
    const [word] = this.args;
    if (this.commands.length > 0 && word !== undefined && !word.startsWith("-")) this.unknownCommand();
    super.outputHelp();
  }

  missingArgument(name: string): never {
    throw new LocalgptError("missing-argument", { name, command: describePath(this) });
  }

  optionMissingArgument(option: Option): never {
    throw new LocalgptError("missing-value", { option: option.long ?? option.flags, command: describePath(this) });
  }

  unknownOption(flag: string): never {
    const value = flag.split("=")[0] ?? flag;
    const known = [this as Command, ...this.#ancestors()].flatMap((command) =>
      command.createHelp().visibleOptions(command),
    );
    const near = findNearest(
      value,
      known.flatMap((option) => option.long ?? []),
    );
    throw new LocalgptError("unknown-option", { value, near, command: describePath(this) });
  }

  _excessArguments(received: string[]): void {
    // Commander asks this method even if the command accepts them and has its own words for them.
    if ((this as unknown as { _allowExcessArguments: boolean })._allowExcessArguments) return;
    // A group of commands takes no arguments: one that is given was meant as one of its commands.
    if (this.commands.length > 0) this.unknownCommand();
    const value = received[this.registeredArguments.length] ?? "";
    throw new LocalgptError("excess-arguments", { value, command: describePath(this) });
  }

  unknownCommand(): never {
    const value = this.args[0] ?? "";
    const group = describePath(this).split(" ").slice(1);
    const near = findNearest(
      value,
      this.commands.flatMap((command) => [command.name(), ...command.aliases()]),
    );
    throw new LocalgptError("unknown-command", {
      value: [...group, value].join(" "),
      near: near === null ? null : [...group, near].join(" "),
    });
  }

  *#ancestors(): Generator<Command> {
    for (let command = this.parent; command !== null; command = command.parent) yield command;
  }
}
