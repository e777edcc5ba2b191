import { once } from "node:events";
import { LocalgptError } from "../../core/errors/errors.ts";
import { collectBytes, toFileError } from "./attachments.ts";

/** How to wait for standard input. */
export type PipedOptions = {
  signal: AbortSignal;
  /** How long its first byte may take; null for as long as it takes. */
  patienceMs: number | null;
  /** Called once if it takes longer than `noticeMs`. */
  noticeMs: number;
  onWaiting: () => void;
};

/**
 * Everything that is piped in; null if it has not begun within `patienceMs`: a pipe that was only inherited may stay
 * open for ever, and cannot be distinguished from one with a slow writer. Input that has begun is read to its end.
 * Throws `file-unusable`, `file-failed` and `interrupted`.
 */
export async function readPiped(
  stdin: NodeJS.ReadableStream & { destroy?: () => unknown },
  { signal, patienceMs, noticeMs, onWaiting }: PipedOptions,
): Promise<Buffer | null> {
  const notice = setTimeout(onWaiting, noticeMs);
  const late = new AbortController();
  const patience = patienceMs === null ? undefined : setTimeout(() => late.abort(), patienceMs);
  const bound = AbortSignal.any([signal, late.signal]);
  const interrupt = () => stdin.destroy?.();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    // What Node cannot read at all (a folder) ends without ever having been readable.
    await Promise.race(["readable", "end"].map((event) => once(stdin, event, { signal: bound })));
    clearTimeout(notice);
    clearTimeout(patience);
    return await collectBytes(stdin as AsyncIterable<unknown>, null);
  } catch (error) {
    if (signal.aborted) throw new LocalgptError("interrupted", {}, { cause: error });
    if (late.signal.aborted) return null;
    throw toFileError(null, error);
  } finally {
    clearTimeout(notice);
    clearTimeout(patience);
    signal.removeEventListener("abort", interrupt);
    // A pipe that stays open would still be read, and its writer would wait for room.
    stdin.pause();
  }
}
