import type { Emit } from "../../core/run/events.ts";
import type { Work } from "../../core/run/operations.ts";
import { abortError } from "../../engine/wire/faults.ts";

/** What reports a piece of work, and what stops it together with all that runs beside it. */
export type Course = { emit: Emit; stopped: AbortController };

/**
 * Runs work that one controller stops, and an aborted signal too; throws `interrupted` if the signal is aborted
 * already.
 */
export async function withStop<T>(signal: AbortSignal, run: (stopped: AbortController) => Promise<T>): Promise<T> {
  if (signal.aborted) throw abortError(signal, "apply");
  const stopped = new AbortController();
  const stop = () => stopped.abort(abortError(signal, "apply"));
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await run(stopped);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/**
 * Does one piece of work and reports its progress: no change is reported if `wasLeft` says that nothing changed. A
 * failure stops the others.
 */
export async function tellWork<T>(
  operation: Work,
  { emit, stopped }: Course,
  work: () => Promise<T>,
  wasLeft: (result: T) => boolean,
): Promise<T> {
  const startedMs = performance.now();
  const tookMs = () => Math.round(performance.now() - startedMs);
  emit({ type: "operation-started", operation });
  try {
    const result = await work();
    emit({ type: wasLeft(result) ? "operation-cancelled" : "operation-done", operation, tookMs: tookMs() });
    return result;
  } catch (error) {
    const type = stopped.signal.aborted ? "operation-cancelled" : "operation-failed";
    stopped.abort(error);
    emit({ type, operation, tookMs: tookMs() });
    throw error;
  }
}
