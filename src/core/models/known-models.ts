import type { ModelName } from "../facts/names.ts";
import { findNearest } from "../text/nearest.ts";
import { isSameModel, readModelName, shortModelName } from "../values/model-name.ts";
import type { ModelShape } from "./model-shape.ts";

/**
 * A model that people ask for often. `bytes` are all its files, what a download takes; `weightsBytes` those that go
 * into memory (if only the total is known, all of them: the rest are a few kB).
 */
export type KnownModel = {
  name: ModelName;
  /** Other names of the same model. */
  aliases: ModelName[];
  /** Embedding models turn text into numbers; nobody can chat with them. */
  use: "chat" | "embedding";
  bytes: number;
  weightsBytes: number;
  shape: ModelShape;
  trainedContext: number;
};

/**
 * Sizes as Ollama listed them (`/api/tags`) and shapes as it described them (`/api/show`) for the Q4_K_M files behind
 * these names (Q8_0 for llama3.2:1b, F16 for nomic-embed-text). A tag can be published again, so what is on disk, or in
 * a registry that answers, takes precedence.
 */
export const knownModels: readonly KnownModel[] = [
  {
    ...chat("llama3.2:3b", 2_019_393_189, [28, 8, 128], 131_072),
    aliases: [named("llama3.2")],
    weightsBytes: 2_019_377_376,
  },
  chat("llama3.2:1b", 1_321_098_329, [16, 8, 64], 131_072),
  chat("qwen2.5:0.5b", 397_821_319, [24, 2, 64], 32_768),
  chat("qwen2.5:3b", 1_929_912_432, [36, 2, 128], 32_768),
  chat("qwen3:0.6b", 522_653_767, [28, 8, 128], 40_960),
  chat("qwen3:1.7b", 1_359_293_444, [28, 8, 128], 40_960),
  chat("qwen3:4b", 2_497_293_931, [36, 8, 128], 262_144),
  // Five of six layers see the last 512 or 1024 tokens.
  atMost(chat("gemma3:1b", 815_319_791, [26, 1, 256], 32_768)),
  atMost(chat("gemma3:4b", 3_338_801_804, [34, 4, 256], 131_072)),
  chat("deepseek-r1:1.5b", 1_117_322_768, [28, 2, 128], 131_072),
  chat("mistral:7b", 4_372_824_384, [32, 8, 128], 32_768),
  chat("llama3.1:8b", 4_920_753_328, [32, 8, 128], 131_072),
  { ...chat("nomic-embed-text", 274_302_450, [12, 12, 64], 2048), use: "embedding" },
];

/** What is known about a model by any of its names; null for one that is not in the table. */
export function findKnownModel(name: ModelName): KnownModel | null {
  const matches = (candidate: ModelName) => isSameModel(candidate, name);
  return knownModels.find((model) => matches(model.name) || model.aliases.some(matches)) ?? null;
}

/**
 * The model that a person probably meant by a name that does not exist, among the known and the installed ones; null if
 * none is similar.
 */
export function findNearestModel(name: string, installed: readonly string[] = []): string | null {
  const known = knownModels.flatMap((model) => [...model.aliases, model.name]);
  return findNearest(shortModelName(name), [...installed.map(shortModelName), ...known]);
}

function named(text: string): ModelName {
  return shortModelName(readModelName(text, { name: "model" }));
}

function chat(
  name: string,
  bytes: number,
  [layers, keyValueHeads, headSize]: [number, number, number],
  trainedContext: number,
): KnownModel {
  const shape = { layers, keyValueHeads, headSize };
  return { name: named(name), aliases: [], use: "chat", bytes, weightsBytes: bytes, shape, trainedContext };
}

function atMost(model: KnownModel): KnownModel {
  return { ...model, shape: { ...model.shape, atMost: true } };
}
