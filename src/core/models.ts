import { isSameModel } from "./model-name.ts";
import { findNearest } from "./nearest.ts";

/** Where the cache of a conversation's keys and values gets its size from, as `/api/show` tells it. */
export type ModelShape = { layers: number; keyValueHeads: number; headSize: number };

/**
 * A model that people ask for often. `bytes` are all its files, what a download takes; `weightsBytes` those that go into
 * memory (where the file of the weights alone is not known, all of them: the rest are a few kB).
 */
export type KnownModel = {
  name: string;
  /** Other names of the same model. */
  aliases: string[];
  /** Embedding models turn text into numbers; nobody can chat with them. */
  use: "chat" | "embedding";
  bytes: number;
  weightsBytes: number;
  shape: ModelShape | null;
  trainedContext: number | null;
};

/**
 * Sizes as Ollama listed them (`/api/tags`) and shapes as it described them (`/api/show`) for the Q4_K_M or, for
 * llama3.2:1b, Q8_0 files behind these names. A tag can be published anew, so where a registry answers, it is right.
 */
export const knownModels: readonly KnownModel[] = [
  {
    ...chat("llama3.2:3b", 2_019_393_189),
    aliases: ["llama3.2"],
    weightsBytes: 2_019_377_376,
    shape: { layers: 28, keyValueHeads: 8, headSize: 128 },
    trainedContext: 131_072,
  },
  {
    ...chat("llama3.2:1b", 1_321_098_329),
    shape: { layers: 16, keyValueHeads: 8, headSize: 64 },
    trainedContext: 131_072,
  },
  chat("qwen2.5:0.5b", 397_821_319),
  chat("qwen2.5:3b", 1_929_912_432),
  chat("qwen3:0.6b", 522_653_767),
  chat("qwen3:1.7b", 1_359_293_444),
  chat("qwen3:4b", 2_497_293_931),
  chat("gemma3:1b", 815_319_791),
  chat("gemma3:4b", 3_338_801_804),
  chat("deepseek-r1:1.5b", 1_117_322_768),
  chat("mistral:7b", 4_372_824_384),
  chat("llama3.1:8b", 4_920_753_328),
  { ...chat("nomic-embed-text", 274_302_450), use: "embedding" },
];

/** What is known of a model by any of its names; null for one that is not in the table. */
export function findKnownModel(name: string): KnownModel | null {
  const matches = (candidate: string) => isSameModel(candidate, name);
  return knownModels.find((model) => matches(model.name) || model.aliases.some(matches)) ?? null;
}

/** The known model that a person most likely meant by a name that there is none of; null where none is near. */
export function findNearestModel(name: string): string | null {
  const candidates = knownModels.flatMap((model) => [...model.aliases, model.name]);
  return findNearest(name.replace(/:latest$/, ""), candidates);
}

function chat(name: string, bytes: number): KnownModel {
  return { name, aliases: [], use: "chat", bytes, weightsBytes: bytes, shape: null, trainedContext: null };
}
