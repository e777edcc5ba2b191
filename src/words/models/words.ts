import type { PullReason } from "../../core/facts/vocabulary.ts";

/** How a model lies in memory; `untilMs` is null where it stays until it is taken out. */
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
    /** It is in no registry; `parent` is what it was made of here, where that is known. */
    local: (model: string, parent: string | null) => string;
    /** Models of which the registry could not be asked. */
    notCompared: (models: string[], reason: PullReason, detail: string) => string;
    notComparedHint: string;
    wouldDownload: (downloadBytes: number) => string;
    wouldChangeNothing: string;
    nothingNew: string;
  };
  default: {
    changed: (model: string, before: string) => string;
    same: (model: string) => string;
    /** New chats on the page start with it now; `before` is what they started with, as Open WebUI keeps it. */
    pageSet: (before: string | null) => string;
    pageSame: string;
    pageLater: string;
    pageByHand: (detail: string) => string;
    /** Who is not concerned. */
    accounts: string;
  };
  loaded: (model: string, facts: Loaded & { wasLoaded: boolean }) => string;
  loadedAndGone: (model: string) => string;
  unloaded: (model: string, freedBytes: number) => string;
  wasNotLoaded: (model: string) => string;
  stillLoaded: (model: string) => string;
};
