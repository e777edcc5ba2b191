import type { Command, Option } from "commander";
import type { Context } from "../../commands/context.ts";
import { shells } from "../../commands/machine/completion-scripts.ts";
import { gpuChoices, languages } from "../../core/facts/names.ts";
import { serviceNames } from "../../core/services/services.ts";
import { settingKeys } from "../../core/settings/setting-fields.ts";
import type { CommandHelp } from "../../words/shapes.ts";
import { createExecute } from "../execute.ts";
import { readGlobalOptions } from "../global-options.ts";
import { buildProgram } from "../program.ts";
import type { Run } from "../run-facts.ts";

type Candidate = { value: string; what: string };

/** Prints the candidates for the last of these words, one per line, each with its description after a tab. */
export async function complete(run: Run, typed: readonly string[]): Promise<void> {
  const words = typed.map((word) => (word === '""' ? "" : word));
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const own: Run = { ...run, options: { ...readGlobalOptions(before), json: false, quiet: true, verbose: false } };
  const execute = createExecute(own, () => {});
  const program = await buildProgram(own, execute);
  await execute({
    run: (context) => findCandidates(program, before, current, context),
    render: (candidates) => candidates.map(({ value, what }) => (what === "" ? value : `${value}\t${what}`)).join("\n"),
  });
}

async function findCandidates(
  program: Command,
  before: readonly string[],
  current: string,
  context: Context,
): Promise<Candidate[]> {
  const { command, given, pending } = walk(program, before);
  const start = (candidates: Candidate[], prefix = ""): Candidate[] =>
    candidates
      .map(({ value, what }) => ({ value: prefix + value, what }))
      .filter(({ value }) => value.startsWith(current));
  const list = (name: string) => listValues(name, command, context);
  if (pending !== null) return start(await list(pending.attributeName()));
  const [, name] = /^(--[a-z-]+)=/.exec(current) ?? [];
  if (name !== undefined) {
    const option = optionsOf(command).find(({ long }) => long === name);
    return option === undefined ? [] : start(await list(option.attributeName()), `${name}=`);
  }
  if (current.startsWith("-")) {
    const open = optionsOf(command).filter(
      ({ long, hidden }) => !hidden && (long === undefined || !before.includes(long)),
    );
    return start(open.map(({ long, flags, description }) => ({ value: long ?? flags, what: description })));
  }
  if (command.commands.length > 0) {
    const help = command.createHelp();
    const commands = help.visibleCommands(command);
    return start(commands.map((entry) => ({ value: entry.name(), what: summarise(entry, context) })));
  }
  const expected = command.registeredArguments;
  const argument = expected[Math.min(given.length, expected.length - 1)];
  if (argument === undefined || (given.length >= expected.length && !argument.variadic)) return [];
  const kind = argument.name() === "VALUE" ? (given[0] ?? "") : argument.name().toLowerCase();
  const candidates = await list(kind);
  return start(candidates.filter(({ value }) => !given.includes(value)));
}

/** The command that the words lead to, its arguments so far, and the option whose value comes next. */
function walk(
  program: Command,
  before: readonly string[],
): { command: Command; given: string[]; pending: Option | null } {
  let command = program;
  let given: string[] = [];
  let pending: Option | null = null;
  for (const word of before) {
    if (pending !== null) pending = null;
    else if (word.startsWith("-")) {
      const option = optionsOf(command).find(({ long, short }) => word === long || word === short);
      if (option?.required === true) pending = option;
    } else {
      const next: Command | undefined = command.commands.find(
        (entry) => entry.name() === word || entry.aliases().includes(word),
      );
      if (next === undefined) given = [...given, word];
      else command = next;
    }
  }
  return { command, given, pending };
}

/** The options that may follow a command: its own and the global ones. */
function optionsOf(command: Command): Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

function summarise(command: Command, { look }: Context): string {
  const help: Record<string, CommandHelp | undefined> = look.words.help;
  const parent = command.parent?.parent ? `${command.parent.name()} ` : "";
  return help[`${parent}${command.name()}`]?.summary ?? command.description();
}

/** The commands that also accept a model that is not installed: they download it, or judge it beforehand. */
const wantingNewModels = new Set(["up", "pull", "check", "fit", "set"]);

/**
 * The values that an option, an argument or a setting of this name takes in a command; none if any text is possible.
 */
async function listValues(name: string, command: Command, context: Context): Promise<Candidate[]> {
  const plain = (values: readonly string[]): Candidate[] => values.map((value) => ({ value, what: "" }));
  switch (name) {
    case "model": {
      const { listModelNames } = await import("../../commands/machine/model-names.ts");
      const { installed, known } = await listModelNames(context);
      const { installed: here } = context.look.words.completion;
      const others = wantingNewModels.has(command.name()) ? known : [];
      return [...installed.map((value) => ({ value, what: here })), ...plain(others)];
    }
    case "volume": {
      const { listForeignVolumes } = await import("../../commands/machine/foreign-volume-names.ts");
      return plain(await listForeignVolumes(context));
    }
    case "service":
      return plain(serviceNames);
    case "format":
      return plain(["json"]);
    case "gpu":
      return plain(gpuChoices);
    case "lang":
    case "language":
      return plain(languages);
    case "key":
      return plain(settingKeys);
    case "let-anyone-sign-up":
      return plain(["yes", "no"]);
    case "shell":
      return plain(Object.keys(shells));
    default:
      return [];
  }
}
