import { isPullBeginning } from "../english/ollama-texts.ts";
import type { Transfer } from "../run/events.ts";
import { createTransferRate } from "./transfer-rate.ts";

/** What one line of a model's download reports: a step, or the progress of the layer `digest`. */
type PullStep = { status: string; digest: string | null; totalBytes: number | null; completedBytes: number };

/** Sums up the layers of one download, also over several attempts at it. */
export type PullProgress = {
  /** Takes a line; true when something moved since the line before (a server repeats lines while nothing moves). */
  take: (step: PullStep, atMs: number) => boolean;
  transfer: () => Transfer;
  /** Whether bytes can be expected; while files are checked, none arrive for minutes. */
  awaitsBytes: () => boolean;
  /** Begins another attempt: what has arrived so far counts as found. */
  begin: () => void;
  /** The files (`sha256:…`) that this attempt found complete, which Ollama takes as they are. */
  found: () => string[];
};

/** The progress of a model's download; `totalBytes` is the announced size until the download itself reports it. */
export function createPullProgress(name: string, totalBytes: number | null): PullProgress {
  const layers = new Map<string, { total: number; completed: number }>();
  const firstSeen = new Map<string, boolean>();
  const rate = createTransferRate();
  let phase: Transfer["phase"] = "starting";
  let bytesPerSecond: number | null = null;
  const sum = (key: "total" | "completed") => [...layers.values()].reduce((bytes, layer) => bytes + layer[key], 0);

  const take = (step: PullStep, atMs: number): boolean => {
    const phaseBefore = phase;
    phase = phaseOf(step);
    if (phase === "verifying") {
      // Ollama reports a layer's progress every 60 ms, but not that it is complete.
      for (const layer of layers.values()) layer.completed = layer.total;
    }
    if (step.digest === null || step.totalBytes === null) return phase !== phaseBefore;
    if (!firstSeen.has(step.digest)) firstSeen.set(step.digest, step.completedBytes >= step.totalBytes);
    const layer = layers.get(step.digest);
    // The first line of another attempt does not mention what is already there.
    const completed = step.completedBytes || (layer?.completed ?? 0);
    layers.set(step.digest, { total: step.totalBytes, completed });
    bytesPerSecond = rate.measure(sum("completed"), atMs);
    return layer?.completed !== completed || phase !== phaseBefore;
  };
  const transfer = (): Transfer => ({
    kind: "model",
    name,
    phase,
    completedBytes: sum("completed"),
    totalBytes: layers.size === 0 ? totalBytes : sum("total"),
    bytesPerSecond: phase === "downloading" ? bytesPerSecond : null,
  });
  return {
    take,
    transfer,
    awaitsBytes: () => phase !== "verifying",
    begin: () => firstSeen.clear(),
    found: () => [...firstSeen].flatMap(([digest, wasComplete]) => (wasComplete ? [digest] : [])),
  };
}

function phaseOf({ status, digest }: PullStep): Transfer["phase"] {
  if (digest !== null) return "downloading";
  return isPullBeginning(status) ? "starting" : "verifying";
}
