import { LocalgptError } from "../core/errors/errors.ts";
import { keepColours } from "../core/text/sanitise.ts";
import type { NodeProcess } from "../host/machine/processes.ts";

/** What the program sees of its process; `main.ts` takes it from `process`, tests make their own. */
export type ProcessIo = {
  argv: readonly string[];
  /** The running program: one executable, or the JavaScript that Node was given. */
  program: string;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  process: NodeProcess;
  stdin: Input;
  stdout: Stream;
  stderr: Stream;
  /** Aborted by the first of the signals of `stopCodes`, with its name, and when stdout has lost its reader. */
  signal: AbortSignal;
};

/** The signals that stop a run, and the exit code of one that they stopped: 128 and the signal's number. */
export const stopCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The reason of an abort after stdout has lost its reader (`| head`): the work ends without a message. */
export const nobodyReads = "nobody-reads";

/**
 * The reason of an abort when stdout cannot be written, for example because the disk is full: a failure that is
 * reported on stderr.
 */
export function outputLost(error: NodeJS.ErrnoException): LocalgptError<"file-failed"> {
  const facts = { path: "stdout", action: "write", reason: error.code ?? error.message } as const;
  return new LocalgptError("file-failed", facts, { cause: error });
}

/** Waits until everything written to a stream has left; rejects if that fails. */
export function drain(stream: Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write("", (error) => (error ? reject(error) : resolve()));
  });
}

/** What the process reads: a terminal, or a pipe. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown };

/** A stream of the process and, if it is a terminal, its size. */
export type Stream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number };

/** Whether to colour what goes to this stream (https://no-color.org, https://force-color.org). */
export function wantsColour(stream: Stream, { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return stream.isTTY === true && TERM !== "dumb";
}

/**
 * Whether the terminal shows more than ASCII; the old console of Windows, the Linux console and a locale without it do
 * not.
 */
export function showsUnicode(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  const { TERM, WT_SESSION, TERM_PROGRAM } = environment;
  if (platform === "win32") return WT_SESSION !== undefined || TERM_PROGRAM !== undefined;
  return TERM !== "linux" && readsUtf8(environment);
}

/**
 * Whether the terminal understands UTF-8: the locale says so if there is one; otherwise, as often over ssh, it does
 * nowadays.
 */
export function readsUtf8({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== "") ?? "";
  const [, charset] = /\.([^@]*)/.exec(locale) ?? [];
  return charset === undefined ? !/^(?:C|POSIX)$/.test(locale) : /^utf-?8$/i.test(charset);
}

/**
 * Whether lines on this stream can be redrawn: on a terminal that moves its cursor and knows its width (if it reports
 * 0, the rows of a line are unknown), and not in the log of a CI run.
 */
export function canRedraw(stream: Stream, { CI, TERM }: NodeJS.ProcessEnv): boolean {
  const isMovable = stream.isTTY === true && stream.columns !== 0 && TERM !== "dumb";
  return isMovable && (CI === undefined || CI === "" || CI === "false");
}

/**
 * Writes text for a person: harmless, and broken between words to fit a terminal; text with `isData` is written
 * unchanged, on a terminal without what would act there.
 */
export async function writeText(stream: Stream, text: string, isData = false): Promise<void> {
  const shown = isData && stream.isTTY !== true ? text : keepColours(text);
  // A terminal that does not know its width reports 0.
  if (isData || stream.isTTY !== true || !stream.columns) {
    stream.write(shown);
    return;
  }
  const { wrapLines } = await import("../output/wrap.ts");
  stream.write(wrapLines(shown, stream.columns));
}
