import { type Command, CommanderError } from "commander";
import type { Execute } from "../commands/context.ts";
import { version } from "../core/facts/version.ts";
import { commandEntries } from "./commands.ts";
import { createExecute } from "./execute.ts";
import { LocalgptCommand } from "./help/localgpt-command.ts";
import { globalFlags } from "./help/root-help.ts";
import type { Run } from "./run-facts.ts";

/** Runs the command that the command line asks for and returns its exit code; throws whatever fails in it. */
export async function runProgram(run: Run): Promise<number> {
  let exitCode = 0;
  const execute = createExecute(run, (code) => {
    exitCode = code;
  });
  const program = await buildProgram(run, execute);
  const { argv } = run.io;
  try {
    await program.parseAsync(run.options.operands[0] === "help" ? rewriteHelp(argv) : argv, { from: "user" });
  } catch (error) {
    // Commander ends like this after printing a help or the version.
    if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
  }
  return exitCode;
}

/**
 * Builds the tree for one command line: the requested command is loaded completely, the others have only a name, for
 * the help and for suggestions.
 */
export async function buildProgram(run: Run, execute: Execute): Promise<Command> {
  const { words, options, look, io } = run;
  const program = new LocalgptCommand("localgpt", look);
  const texts = words.program.global;
  program
    .version(version, globalFlags.version, texts.version)
    .option(globalFlags.json, texts.json)
    .option(globalFlags.quiet, texts.quiet)
    .option(globalFlags.verbose, texts.verbose)
    .option(globalFlags.lang, texts.lang)
    .option(globalFlags.project, texts.project)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: () => {},
      getOutHasColors: () => true,
    });
  const [first, second] = options.operands;
  const asked = first === "help" ? second : first;
  for (const { name, alias, load } of commandEntries) {
    if (asked !== undefined && (name === asked || alias === asked)) (await load())(program, words, execute);
    else {
      const stub = program.command(name);
      if (alias !== undefined) stub.alias(alias);
    }
  }
  return program;
}

/** `help up` is another way to write `up --help`. */
function rewriteHelp(argv: readonly string[]): string[] {
  const at = argv.indexOf("help");
  return [...argv.slice(0, at), ...argv.slice(at + 1), "--help"];
}
