import type { PullReason } from "../../core/facts/vocabulary.ts";

/** How a model is loaded; `untilMs` is null if it stays until it is unloaded. */
type Loaded = { sizeBytes: number; gpuShare: number; untilMs: number | null };

/** What `models` and its commands say. */
export type ModelsWords = {
  headings: Record<
    | "model"
    | "size"
    | "parameters"
    | "quantization"
    | "context"
    | "modified"
    | "loaded"
    | "family"
    | "capabilities"
    | "parent"
    | "sets"
    | "system"
    | "license"
    | "digest",
    string
  >;
  /** No model is installed. */
  none: string;
  /** Under a list in which a star marks the default model, or in which it is missing. */
  defaultMark: string;
  defaultMissing: (model: string) => string;
  /** After the name of a model. */
  isDefault: string;
  inMemory: (facts: Loaded) => string;
  notInMemory: string;
  /** What a model can do, by Ollama's words for it. */
  capabilities: (names: string[]) => string;
  nothingRemoved: string;
  removed: (models: string[], freedBytes: number | null) => string;
  notRemoved: (model: string) => string;
  removedDefault: (model: string) => string;
  update: {
    outdated: (model: string, downloadBytes: number | null) => string;
    updated: (model: string, downloadBytes: number | null) => string;
    current: (models: string[]) => string;
    /** It is not in any registry; `parent` is what it was created from here, if known. */
    local: (model: string, parent: string | null) => string;
    /** Models whose registry could not be asked. */
    notCompared: (models: string[], reason: PullReason, detail: string) => string;
    notComparedHint: string;
    wouldDownload: (downloadBytes: number) => string;
    wouldChangeNothing: string;
    nothingNew: string;
  };
  default: {
    changed: (model: string, before: string) => string;
    same: (model: string) => string;
    /** The new default for chats on the page; `before` is the previous one, as Open WebUI keeps it. */
    pageSet: (before: string | null) => string;
    pageSame: string;
    pageLater: string;
    pageByHand: (detail: string) => string;
    /** Who is not affected. */
    accounts: string;
  };
  loaded: (model: string, facts: Loaded & { wasLoaded: boolean }) => string;
  loadedAndGone: (model: string) => string;
  unloaded: (model: string, freedBytes: number) => string;
  wasNotLoaded: (model: string) => string;
  stillLoaded: (model: string) => string;
};
