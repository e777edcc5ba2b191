import { once } from "node:events";
import type { Context, Execute } from "../commands/context.ts";
import { LocalgptError } from "../core/errors/errors.ts";
import type { Event } from "../core/run/events.ts";
import type { Processes } from "../core/run/world.ts";
import { formatJson } from "../core/text/json-text.ts";
import { keepColours, sanitiseAll } from "../core/text/sanitise.ts";
import type { Engine } from "../engine/wire/engine.ts";
import { createProcesses } from "../host/machine/processes.ts";
import type { Reporter } from "../output/reporters/reporter.ts";
import { loadWidthFor } from "../output/table-width.ts";
import { findFolder } from "./folder.ts";
import { canRedraw, nobodyReads, type Stream, writeText } from "./process-io.ts";
import type { Run } from "./run-facts.ts";
import {
  openHarmlessAnswer,
  openLines,
  openMarkdownAnswer,
  openRawAnswer,
  openThinkingText,
  unseen,
} from "./terminal/answer.ts";

/** Runs a command's invocation: with a context of its own, its progress on stderr and its result on stdout. */
export function createExecute(run: Run, setExitCode: (exitCode: number) => void): Execute {
  return async (invocation) => {
    const { options, look, io } = run;
    const reporter = await createReporter(run);
    try {
      const result = await invocation.run(await createContext(run, reporter.emit));
      reporter.stop();
      // Ctrl-C is the normal end of following: the shell continues below the `^C` of the terminal.
      const { signal, stderr } = io;
      if (signal.aborted && signal.reason !== nobodyReads && stderr.isTTY === true) stderr.write("\n");
      const indent = invocation.endsStream === true ? undefined : 2;
      const isData = options.json || invocation.verbatim === true;
      const render = () => invocation.render(isData ? result : sanitiseAll(result), look);
      let text = options.json ? formatJson(result, indent) : render();
      if (!options.json && (await loadWidthFor(text))) text = render();
      // A command that printed its items one by one has nothing left to print.
      if (text !== "") {
        await writeText(io.stdout, text.endsWith("\n") ? text : `${text}\n`, isData);
      }
      setExitCode(invocation.exitCode?.(result) ?? 0);
    } finally {
      reporter.stop();
    }
  };
}

async function createContext(run: Run, emit: (event: Event) => void): Promise<Context> {
  const { options, words, look, errorLook, io } = run;
  const { program, environment, platform, signal, stdout, stderr } = io;
  if (signal.aborted) throw new LocalgptError("interrupted", {});
  const print = (item: unknown, text: string): void => {
    stdout.write(`${options.json ? formatJson(item) : keepColours(text)}\n`);
  };
  const writeTo = (stream: Stream) => async (text: string) => {
    if (text !== "" && !stream.write(text)) await once(stream, "drain", { signal });
  };
  const write = writeTo(stdout);
  const isTerminal = stdout.isTTY === true && !options.json;
  const processes = createProcesses(io.process);
  let shownRows = 0;
  let connecting: Promise<Engine> | null = null;
  return {
    ...(await findFolder(environment, options.project)),
    language: words.language,
    program,
    platform,
    environment,
    processes,
    signal,
    emit,
    engine: () => {
      connecting ??= connect(run, processes, emit);
      return connecting;
    },
    print,
    printAll: (items, render) =>
      write(items.map((item) => `${options.json ? JSON.stringify(item) : render(item)}\n`).join("")),
    redraw: (item, text) => {
      if (options.json || !canRedraw(stdout, environment)) return print(item, text);
      const lines = keepColours(text).replace(/\n$/, "").split("\n");
      // More rows than the terminal has would scroll, and the cursor could not get back to the first.
      const rows = lines.slice(0, Math.max(1, (stdout.rows ?? 24) - 1));
      const back = shownRows > 0 ? `\u001b[${shownRows}A` : "";
      // Without automatic wrapping (?7l) the terminal cuts what is too wide: a wrapped line would be two rows.
      stdout.write(`${back}\u001b[?7l${rows.map((row) => `${row}\u001b[K\n`).join("")}\u001b[J\u001b[?7h`);
      shownRows = rows.length;
    },
    write,
    openAnswer: ({ verbatim = false } = {}) => {
      if (options.json) return openLines(write, "answer");
      if (!isTerminal) return openRawAnswer(write);
      return verbatim ? openHarmlessAnswer(write) : openMarkdownAnswer(write, look);
    },
    openThinking: ({ asked }) => {
      if (options.json) return openLines(write, "thinking");
      if (options.quiet || (stderr.isTTY !== true && !asked)) return unseen;
      return openThinkingText(writeTo(stderr), errorLook);
    },
    openPrompt: async (asked) => {
      if (options.json || io.stdin.isTTY !== true || stderr.isTTY !== true) {
        return (await import("./terminal/plain-prompt.ts")).openPlainPrompt(io);
      }
      return (await import("./terminal/prompt.ts")).openTerminalPrompt(run, asked);
    },
    isTerminal,
    isWatched: stderr.isTTY === true,
    get stdin() {
      return io.stdin;
    },
    confirm: async (question, above) =>
      (await import("./terminal/confirm.ts")).askToConfirm(io, words, { question, above: above?.(look) ?? "" }),
    askLine: async (question, above) =>
      (await import("./terminal/confirm.ts")).askForLine(io, words, { question, above: above?.(look) ?? "" }),
    look,
  };
}

async function connect(run: Run, { userId }: Processes, emit: (event: Event) => void): Promise<Engine> {
  const { environment, platform, signal } = run.io;
  const { connectEngine } = await import("../engine/find/connect.ts");
  const engine = await connectEngine({ environment, platform, userId, signal, emit });
  const { endpoint, engineVersion } = engine;
  emit({ type: "notice", notice: { id: "connected", endpoint: endpoint.address, engineVersion } });
  return engine;
}

async function createReporter({ options, io, words, errorLook }: Run): Promise<Reporter> {
  const { stderr, environment } = io;
  const stage = {
    stream: stderr,
    get columns() {
      return errorLook.columns;
    },
    words,
    style: errorLook.style,
    verbose: options.verbose,
    signal: io.signal,
  };
  if (options.quiet) {
    const { createQuietReporter, createSilentReporter } = await import("../output/reporters/quiet.ts");
    return options.json ? createSilentReporter() : createQuietReporter(stage);
  }
  if (options.json) return (await import("../output/reporters/json.ts")).createJsonReporter(stage);
  if (!canRedraw(stderr, environment)) return (await import("../output/reporters/plain.ts")).createPlainReporter(stage);
  return (await import("../output/reporters/terminal.ts")).createTerminalReporter(stage);
}
