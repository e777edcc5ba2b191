import type { FindingOf } from "../facts/checks.ts";

/** Whether a model fits: certainly, barely, not at all, or depending on a GPU's memory, which cannot be measured. */
export type FitVerdict = "yes" | "tight" | "no" | "unknown";

/** What decided whether a model fits. */
export type FitCause = "memory" | "disk";

/**
 * Whether a model fits, by the two findings that `check`, `up` and `pull` also use: what they refuse does not fit, what
 * they warn about is tight, unless much of the model may be in a GPU's memory.
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
  // A full disk does not matter for a model that is already on it.
  if (disk.status === "warning" && disk.facts.neededBytes > 0) return { verdict: "tight", cause: "disk" };
  return { verdict: "yes", cause: "memory" };
}
