import { LocalgptError } from "../core/errors/errors.ts";
import { keepColours } from "../core/text/sanitise.ts";
import type { NodeProcess } from "../host/machine/processes.ts";

/** What the program sees of the process around it; `main.ts` takes it from `process`, tests make their own. */
export type ProcessIo = {
  argv: readonly string[];
  /** The file that runs: one executable, or the JavaScript that Node was given. */
  program: string;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  process: NodeProcess;
  stdin: Input;
  stdout: Stream;
  stderr: Stream;
  /** Aborted by the first of the signals of `stopCodes`, with its name, and when nobody reads stdout any more. */
  signal: AbortSignal;
};

/** The signals that stop a run, and the exit code of one that they stopped: 128 and the signal's number. */
export const stopCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The reason of an abort where nobody reads stdout any more (`| head`): the work ends, and there is nobody to tell. */
export const nobodyReads = "nobody-reads";

/**
 * The reason of an abort where stdout takes no more, such as a file on a disk that is full: a failure to be told on
 * stderr.
 */
export function outputLost(error: NodeJS.ErrnoException): LocalgptError<"file-failed"> {
  const facts = { path: "stdout", action: "write", reason: error.code ?? error.message } as const;
  return new LocalgptError("file-failed", facts, { cause: error });
}

/** Waits until all that was written to a stream has left; rejects where it did not. */
export function drain(stream: Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write("", (error) => (error ? reject(error) : resolve()));
  });
}

/** What the process reads: a terminal, or what was piped into it. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown };

/** A stream of the process: where it is a terminal, its size. */
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
 * Whether the terminal takes UTF-8: where a locale is chosen, it says so; where none is, as over many an ssh, it does
 * nowadays.
 */
export function readsUtf8({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== "") ?? "";
  const [, charset] = /\.([^@]*)/.exec(locale) ?? [];
  return charset === undefined ? !/^(?:C|POSIX)$/.test(locale) : /^utf-?8$/i.test(charset);
}

/**
 * Whether lines on this stream can be drawn anew: a terminal that moves its cursor and knows its width (else it says 0,
 * and nobody can tell how many rows a line takes), and nobody's log of a CI run.
 */
export function canRedraw(stream: Stream, { CI, TERM }: NodeJS.ProcessEnv): boolean {
  const isMovable = stream.isTTY === true && stream.columns !== 0 && TERM !== "dumb";
  return isMovable && (CI === undefined || CI === "" || CI === "false");
}

/**
 * Writes text for a person, harmless and on a terminal broken between words to fit; what `isData` is written as it is,
 * and on a terminal without what would act there.
 */
export async function writeText(stream: Stream, text: string, isData = false): Promise<void> {
  const shown = isData && stream.isTTY !== true ? text : keepColours(text);
  // A terminal that does not know its width says 0.
  if (isData || stream.isTTY !== true || !stream.columns) {
    stream.write(shown);
    return;
  }
  const { wrapLines } = await import("../output/wrap.ts");
  stream.write(wrapLines(shown, stream.columns));
}
