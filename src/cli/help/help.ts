import { type Command, Help, type Option } from "commander";
import type { Look } from "../../commands/context.ts";
import type { CommandHelp } from "../../words/shapes.ts";
import { type HelpRow, joinSections, layoutSection, limitColumns, wrapText } from "./help-layout.ts";
import { renderRootHelp } from "./root-help.ts";

/** Commander's help in the person's language, with the examples from the words. */
export class LocalgptHelp extends Help {
  readonly #look: Look;

  constructor(look: Look) {
    super();
    this.#look = look;
    this.showGlobalOptions = true;
  }

  override formatHelp(command: Command, helper: Help): string {
    if (command.parent === null) return renderRootHelp(this.#look);
    const { words, style, columns } = this.#look;
    const { headings, usage } = words.program;
    const width = limitColumns(columns);
    const texts = this.#findHelp(command);
    const commands = helper.visibleCommands(command);
    const takes = command.registeredArguments.map((argument) => {
      const name = argument.name() + (argument.variadic ? "..." : "");
      return argument.required ? `<${name}>` : `[${name}]`;
    });
    const asked = commands.length === 0 ? takes : [describeGroup(usage.command, takes)];
    const isHelp = (option: Option): boolean => option.long === "--help";
    const own = helper.visibleOptions(command).filter((option) => !isHelp(option));
    const global = [
      ...helper.visibleGlobalOptions(command).filter(({ long }) => long !== "--version"),
      ...helper.visibleOptions(command).filter(isHelp),
    ];
    const section = (heading: string, rows: readonly HelpRow[]): string => layoutSection(heading, rows, style, width);
    return joinSections([
      wrapText(texts?.description ?? command.description(), width),
      `${style.bold(`${headings.usage}:`)} ${[describePath(command), ...asked, `[${usage.options}]`].join(" ")}`,
      section(
        headings.commands,
        commands.map((entry) => [entry.name(), this.#findHelp(entry)?.summary ?? ""]),
      ),
      section(
        headings.arguments,
        command.registeredArguments.map((entry) => [entry.name(), entry.description]),
      ),
      section(
        headings.options,
        own.map((option) => this.#describeOption(option)),
      ),
      section(
        headings.global,
        global.map((option) => this.#describeOption(option)),
      ),
      section(headings.examples, texts?.examples.map(({ command: line, what }) => [line, what]) ?? []),
    ]);
  }

  #findHelp(command: Command): CommandHelp | undefined {
    const key = describePath(command).split(" ").slice(1).join(" ");
    const help: Record<string, CommandHelp | undefined> = this.#look.words.help;
    return help[key];
  }

  #describeOption(option: Option): HelpRow {
    const value: unknown = option.defaultValue;
    const { defaultValue } = this.#look.words.program;
    const told = typeof value === "string" || typeof value === "number" ? ` ${defaultValue(`${value}`)}` : "";
    return [option.flags, `${option.description}${told}`];
  }
}

/** One of a group's commands, or its own arguments: every group works without either, so both are optional. */
function describeGroup(command: string, takes: readonly string[]): string {
  return `[${[command, ...takes.map((taken) => taken.slice(1, -1))].join(" | ")}]`;
}

/** How a command is typed: `localgpt config set`. */
export function describePath(command: Command): string {
  return command.parent === null ? command.name() : `${describePath(command.parent)} ${command.name()}`;
}
