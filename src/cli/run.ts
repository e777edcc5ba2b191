import type { Look } from "../commands/context.ts";
import { isError, LocalgptError } from "../core/errors/errors.ts";
import { type Language, languages } from "../core/facts/names.ts";
import { version } from "../core/facts/version.ts";
import { parseChoice } from "../core/values/parse-values.ts";
import { createStyle } from "../output/style.ts";
import { measureCell } from "../output/table-width.ts";
import type { Words } from "../words/words.ts";
import { readGlobalOptions } from "./global-options.ts";
import { renderRootHelp } from "./help/root-help.ts";
import { detectLanguage } from "./language.ts";
import { drain, nobodyReads, type ProcessIo, type Stream, showsUnicode, wantsColour } from "./process-io.ts";
import type { Run } from "./run-facts.ts";

/** The command that the completion scripts call. */
const completing = "__complete";

/** Runs one command line and returns its exit code; every failure is reported here and goes no further. */
export async function runCli(io: ProcessIo): Promise<number> {
  const { argv, environment, signal } = io;
  const options = readGlobalOptions(argv);
  const { operands, others } = options;
  const isBare = operands.length === 0 && others.length === 0;
  // The version is the same in every language, so no words are loaded for it.
  if (isBare && options.version) {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  const systemLanguage = detectLanguage(environment, () => new Intl.DateTimeFormat().resolvedOptions().locale);
  const asked = readLanguage(options.lang, systemLanguage);
  const words = await loadWords(asked.language, options.project);
  const run = { io, options, words, ...(await createLooks(io, words)) };
  try {
    // A line that is still being typed cannot be wrong yet.
    if (asked.error !== null && argv[0] !== completing) throw asked.error;
    if (isBare) io.stdout.write(renderRootHelp(run.look));
    const exitCode = isBare ? 0 : await runCommand(run);
    await drain(io.stdout);
    return exitCode;
  } catch (error) {
    if (signal.reason === nobodyReads) return 0;
    // A stopped command may fail in any way; the cause is that it was stopped.
    const cutOff = signal.aborted && !isError(error, "interrupted");
    const { reportFailure } = await import("./boundary.ts");
    // Even the document of `--json` has nowhere left to go.
    if (isError(signal.reason, "file-failed")) {
      return reportFailure(signal.reason, { ...run, options: { ...options, json: false } });
    }
    return reportFailure(cutOff ? new LocalgptError("interrupted", {}, { cause: error }) : error, run);
  }
}

/** Commander and everything behind it is loaded only for a command: the version and the help do not need it. */
async function runCommand(run: Run): Promise<number> {
  const { argv } = run.io;
  if (argv[0] === completing) {
    await (await import("./completion/complete.ts")).complete(run, argv.slice(1));
    return 0;
  }
  return (await import("./program.ts")).runProgram(run);
}

function readLanguage(asked: string | null, otherwise: Language): { language: Language; error: unknown } {
  if (asked === null) return { language: otherwise, error: null };
  try {
    return { language: parseChoice(asked, languages, "language", { name: "--lang" }), error: null };
  } catch (error) {
    return { language: otherwise, error };
  }
}

async function loadWords(language: Language, project: string | null): Promise<Words> {
  const { words } = language === "es" ? await import("../words/es.ts") : await import("../words/en.ts");
  if (project === null) return words;
  const { nameProject } = await import("../words/for-project.ts");
  return nameProject(words, project);
}

async function createLooks(io: ProcessIo, words: Words): Promise<Pick<Run, "look" | "errorLook">> {
  const { stdout, stderr, environment, platform } = io;
  const unicode = showsUnicode(platform, environment);
  const lookOn = async (stream: Stream): Promise<Look> => {
    const style = await createStyle({ colour: wantsColour(stream, environment), unicode });
    return {
      words,
      style,
      measure: measureCell,
      get columns() {
        // A terminal that does not know its width reports 0.
        return stream.columns || 80;
      },
      get nowMs() {
        return Date.now();
      },
    };
  };
  const [look, errorLook] = await Promise.all([lookOn(stdout), lookOn(stderr)]);
  return { look, errorLook };
}
