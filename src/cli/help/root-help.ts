import type { Look } from "../../commands/context.ts";
import { commandEntries } from "../commands.ts";
import { type HelpRow, joinSections, layoutSection, limitColumns, wrapText } from "./help-layout.ts";

/** The options of every command as they are written; `words.program.global` says what each is for. */
export const globalFlags = {
  json: "--json",
  quiet: "--quiet",
  verbose: "--verbose",
  lang: "--lang <es|en>",
  project: "--project <NAME>",
  version: "-V, --version",
  help: "-h, --help",
} as const;

/** What `localgpt --help` prints. It needs only the words: the tree of commands is not built for it. */
export function renderRootHelp({ words, style, columns }: Look): string {
  const { help, program } = words;
  const { headings, usage, global } = program;
  const width = limitColumns(columns);
  const flags = Object.entries(globalFlags) as [keyof typeof globalFlags, string][];
  const section = (heading: string, rows: readonly HelpRow[]): string => layoutSection(heading, rows, style, width);
  return joinSections([
    wrapText(program.description, width),
    `${style.bold(`${headings.usage}:`)} localgpt <${usage.command}> [${usage.options}]`,
    section(
      headings.commands,
      commandEntries.map(({ name }) => [name, help[name].summary]),
    ),
    section(
      headings.global,
      flags.map(([name, written]) => [written, global[name]]),
    ),
    section(
      headings.examples,
      program.examples.map(({ command, what }) => [command, what]),
    ),
    wrapText(program.more, width),
  ]);
}
