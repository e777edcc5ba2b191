import { keepColours } from "../core/sanitise.ts";

/** What the program sees of the process around it; `main.ts` takes it from `process`, tests make their own. */
export type Surroundings = {
  argv: readonly string[];
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  stdin: Input;
  stdout: Stream;
  stderr: Stream;
  /** Aborted by the first Ctrl-C, by SIGTERM and SIGHUP, and when nobody reads stdout any more. */
  signal: AbortSignal;
};

/** The reason of an abort where nobody reads stdout any more (`| head`): the work ends, and there is nobody to tell. */
export const nobodyReads = "nobody-reads";

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

/** Whether the terminal shows more than ASCII; the old console of Windows and the Linux console do not. */
export function showsUnicode(
  platform: NodeJS.Platform,
  { TERM, WT_SESSION, TERM_PROGRAM }: NodeJS.ProcessEnv,
): boolean {
  if (platform !== "win32") return TERM !== "linux";
  return WT_SESSION !== undefined || TERM_PROGRAM !== undefined;
}

/** Whether lines on this stream can be drawn anew: a terminal that moves its cursor, and nobody's log of a CI run. */
export function canRedraw(stream: Stream, { CI, TERM }: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && TERM !== "dumb" && (CI === undefined || CI === "" || CI === "false");
}

/** Writes text for a person, harmless and on a terminal broken between words to fit; what `isData` is written as it is. */
export async function writeText(stream: Stream, text: string, isData = false): Promise<void> {
  const shown = isData ? text : keepColours(text);
  // A terminal that does not know its width says 0.
  if (isData || stream.isTTY !== true || !stream.columns) {
    stream.write(shown);
    return;
  }
  const { wrapLines } = await import("../output/wrap.ts");
  stream.write(wrapLines(shown, stream.columns));
}
