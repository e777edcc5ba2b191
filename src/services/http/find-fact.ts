import { LocalgptError } from "../../core/errors/errors.ts";
import { boundBy } from "../../engine/wire/bound-by.ts";

/**
 * A fact that may be unavailable: null if finding it fails or takes longer than `timeoutMs`. Throws only `interrupted`,
 * when the person's own signal aborts.
 */
export async function findFact<T>(
  signal: AbortSignal,
  timeoutMs: number,
  find: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const bounded = boundBy(signal, timeoutMs);
  const ended = new Promise<null>((resolve) => {
    if (bounded.aborted) resolve(null);
    bounded.addEventListener("abort", () => resolve(null), { once: true });
  });
  const fact = await Promise.race([find(bounded).catch(() => null), ended]);
  if (signal.aborted) throw new LocalgptError("interrupted", {});
  return fact;
}
