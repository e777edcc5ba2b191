import type { FindingOf } from "../facts/checks.ts";

/** Whether a model fits: certainly, only just, not at all, or by what a GPU has, which cannot be measured. */
export type FitVerdict = "yes" | "tight" | "no" | "unknown";

/** What decided whether a model fits. */
export type FitCause = "memory" | "disk";

/**
 * Whether a model fits, by the same two findings that `check`, `up` and `pull` go by: what they refuse is a no, what
 * they warn of is tight, unless much of the model may lie in the memory of a GPU.
 */
export function decideFit(
  memory: FindingOf<"model-memory">,
  disk: FindingOf<"disk">,
): { verdict: FitVerdict; cause: FitCause } {
  if (memory.status === "failure") return { verdict: "no", cause: "memory" };
  if (disk.status === "failure") return { verdict: "no", cause: "disk" };
  if (memory.status === "warning") {
    return { verdict: memory.facts.gpu === "none" ? "tight" : "unknown", cause: "memory" };
  }
  // A full disk is no matter of a model that is on it already.
  if (disk.status === "warning" && disk.facts.neededBytes > 0) return { verdict: "tight", cause: "disk" };
  return { verdict: "yes", cause: "memory" };
}
