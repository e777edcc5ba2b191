import type { Tools } from "../../core/plan/handler.ts";
import type { Cause, WorkKind } from "../../core/run/operations.ts";
import type { World } from "../../core/run/world.ts";
import { tellWork, withStop } from "./work.ts";

/**
 * Does one piece of work that is not in a plan, shows its progress under the label of `what` and returns its result; a
 * result for which `wasLeft` is true changed nothing. Throws what the work throws, and `interrupted`.
 */
export async function step<W extends WorkKind & { id: string; cause?: Cause }, T>(
  what: W,
  work: (what: W, tools: Tools) => Promise<T>,
  { signal, emit }: Pick<World, "signal" | "emit">,
  wasLeft: (result: T) => boolean = () => false,
): Promise<T> {
  const operation = { cause: { id: "requested" } as const, ...what, after: [] };
  return withStop(signal, async (stopped) => {
    const tools = { signal: stopped.signal, emit, outcomes: new Map() };
    try {
      return await tellWork(operation, { emit, stopped }, () => work(what, tools), wasLeft);
    } catch {
      // The first failure, which may be the person's interruption.
      throw stopped.signal.reason;
    }
  });
}
