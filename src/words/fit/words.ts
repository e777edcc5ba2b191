import type { CheckFacts } from "../../core/facts/checks.ts";
import type { FitCause, FitVerdict } from "../../core/judge/decide-fit.ts";

type Memory = CheckFacts["model-memory"];
type Disk = CheckFacts["disk"];

/** What `fit` says. */
export type FitWords = {
  /** The first line; `cause` is the deciding fact. */
  verdict: (facts: { verdict: FitVerdict; cause: FitCause; memory: Memory; disk: Disk }) => string;
  headings: Record<"needs" | "room" | "context" | "disk" | "model", string>;
  needs: (memory: Memory) => string;
  room: (memory: Memory) => string;
  /** The largest context that fits. */
  context: (memory: Memory) => string;
  disk: (facts: { disk: Disk; state: CheckFacts["model"]["state"]; bytes: number | null }) => string;
  gpu: (kind: string) => string;
  /** What can be done about a model that is too large, each a sentence of its own. */
  ways: (memory: Memory) => string[];
  alternatives: (models: Memory["alternatives"]) => string;
  freeDisk: string;
  next: (model: string) => string;
};
