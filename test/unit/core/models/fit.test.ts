import { describe, expect, test } from "vitest";
import type { CacheCertainty } from "../../../../src/core/facts/vocabulary.ts";
import {
  estimateModelMemory,
  findLargestContext,
  findModelsThatFit,
  type ModelWeight,
  overheadBytes,
} from "../../../../src/core/models/fit.ts";
import { findKnownModel, knownModels } from "../../../../src/core/models/known-models.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const kib = 1024;
const mib = 1024 ** 2;
const gib = 1024 ** 3;

function known(name: string) {
  const model = findKnownModel(modelNamed(name));
  if (model === null) throw new Error(`${name} is not in the table`);
  return model;
}

describe("estimateModelMemory", () => {
  test.each([
    // Ollama's own figure for llama3.2 3B: 2,019,377,376 of weights and 448 MiB of cache.
    { model: "llama3.2", context: 4096, parallel: 1, bytes: 2_489_139_424 },
    { model: "llama3.2:3b", context: 8192, parallel: 1, bytes: 2_019_377_376 + 2 * 469_762_048 },
    { model: "llama3.2", context: 4096, parallel: 2, bytes: 2_019_377_376 + 2 * 469_762_048 },
    { model: "llama3.2:1b", context: 4096, parallel: 1, bytes: 1_321_098_329 + 128 * 1024 ** 2 },
    // No conversation is longer than the model was trained for.
    { model: "llama3.2", context: 1_000_000, parallel: 1, bytes: 2_019_377_376 + 131_072 * 112 * 1024 },
  ])("$model at $context tokens, $parallel at once", ({ model, context, parallel, bytes }) => {
    const memory = estimateModelMemory(known(model), { context, parallel });
    expect(memory.weightsBytes + memory.cacheBytes).toBe(bytes);
    expect(memory.totalBytes).toBe(bytes + overheadBytes);
  });

  // Of /api/show's own figures: 2 × layers × key-value heads × head size × 2 bytes.
  test.each([
    { model: "llama3.2", perTokenKib: 112, certainty: "exact" },
    { model: "llama3.2:1b", perTokenKib: 32, certainty: "exact" },
    { model: "qwen2.5:0.5b", perTokenKib: 12, certainty: "exact" },
    { model: "qwen2.5:3b", perTokenKib: 36, certainty: "exact" },
    { model: "qwen3:0.6b", perTokenKib: 112, certainty: "exact" },
    { model: "qwen3:4b", perTokenKib: 144, certainty: "exact" },
    { model: "gemma3:1b", perTokenKib: 26, certainty: "at-most" },
    { model: "gemma3:4b", perTokenKib: 136, certainty: "at-most" },
    { model: "deepseek-r1:1.5b", perTokenKib: 28, certainty: "exact" },
    { model: "mistral:7b", perTokenKib: 128, certainty: "exact" },
    { model: "llama3.1:8b", perTokenKib: 128, certainty: "exact" },
  ])("$model keeps $perTokenKib KiB for each token", ({ model, perTokenKib, certainty }) => {
    const memory = estimateModelMemory(known(model), { context: 1024, parallel: 1 });
    expect({ cacheBytes: memory.cacheBytes, certainty: memory.certainty }).toEqual({
      cacheBytes: 1024 * perTokenKib * kib,
      certainty,
    });
  });

  test("llama3.2 at 4096 tokens: 448 MiB of cache and 2.49 GB before the overhead", () => {
    const memory = estimateModelMemory(known("llama3.2"), { context: 4096, parallel: 1 });
    expect(memory.cacheBytes).toBe(448 * mib);
    expect(((memory.totalBytes - overheadBytes) / 1e9).toFixed(2)).toBe("2.49");
    expect(memory.leastBytes).toBe(memory.totalBytes - overheadBytes);
  });

  test.each<{ weightsBytes: number; shape: ModelWeight["shape"]; perTokenKib: number; certainty: CacheCertainty }>([
    // A model that does not tell is taken for a hungry one of its size, and only its weights are sure.
    { weightsBytes: 4.7e9, shape: null, perTokenKib: 144, certainty: "cautious" },
    { weightsBytes: 19e9, shape: null, perTokenKib: 256, certainty: "cautious" },
    { weightsBytes: 43e9, shape: null, perTokenKib: 320, certainty: "cautious" },
    {
      weightsBytes: 4.7e9,
      shape: { layers: 34, keyValueHeads: 4, headSize: 256, atMost: true },
      perTokenKib: 136,
      certainty: "at-most",
    },
  ])("$weightsBytes of weights, $certainty: $perTokenKib KiB", ({ weightsBytes, shape, perTokenKib, certainty }) => {
    const memory = estimateModelMemory({ weightsBytes, shape, trainedContext: null }, { context: 4096, parallel: 1 });
    expect(memory).toMatchObject({ cacheBytes: perTokenKib * kib * 4096, certainty, leastBytes: weightsBytes });
  });
});

describe("findLargestContext", () => {
  const llama = known("llama3.2");
  const fixed = llama.weightsBytes + overheadBytes;
  const perToken = 112 * kib;

  test.each([
    { name: "not even the weights", roomBytes: 1 * gib, parallel: 1, context: null },
    { name: "the weights and nothing else", roomBytes: fixed, parallel: 1, context: null },
    { name: "one token less than the least", roomBytes: fixed + 255 * perToken, parallel: 1, context: null },
    { name: "the least", roomBytes: fixed + 256 * perToken, parallel: 1, context: 256 },
    { name: "in steps of 256", roomBytes: fixed + 4351 * perToken, parallel: 1, context: 4096 },
    { name: "two at once have half of it each", roomBytes: fixed + 8192 * perToken, parallel: 2, context: 4096 },
    { name: "never more than it was trained for", roomBytes: 64 * gib, parallel: 1, context: 131_072 },
  ])("$name: $context", ({ roomBytes, parallel, context }) => {
    expect(findLargestContext(llama, roomBytes, parallel)).toBe(context);
  });

  test("it is one that fits, and one more step does not", () => {
    const context = findLargestContext(llama, 6 * gib, 1) ?? 0;
    const needed = (tokens: number) => estimateModelMemory(llama, { context: tokens, parallel: 1 }).totalBytes;
    expect(needed(context)).toBeLessThanOrEqual(6 * gib);
    expect(needed(context + 256)).toBeGreaterThan(6 * gib);
  });

  test("of a model that does not say what it was trained for, the most that can be set", () => {
    expect(findLargestContext({ ...llama, trainedContext: null }, 1024 * gib, 1)).toBe(1_048_576);
    expect(findLargestContext({ ...llama, trainedContext: 10_000 }, 1024 * gib, 1)).toBe(10_000);
  });
});

describe("findModelsThatFit", () => {
  const largest = (roomBytes: number, context = 4096) => findModelsThatFit(roomBytes, { context, parallel: 1 })[0];

  test.each([
    { availableGib: 64, model: "llama3.1:8b" },
    { availableGib: 5, model: "gemma3:4b" },
    { availableGib: 4, model: "qwen3:4b" },
    { availableGib: 3, model: "llama3.2:3b" },
    { availableGib: 2, model: "llama3.2:1b" },
    { availableGib: 1.5, model: "gemma3:1b" },
    { availableGib: 0.5, model: undefined },
  ])("$availableGib GiB: $model", ({ availableGib, model }) => {
    expect(largest(availableGib * gib)?.model).toBe(model);
  });

  test("a longer context leaves room for a smaller model only", () => {
    expect(largest(5 * gib, 32_768)?.model).toBe("qwen2.5:3b");
  });

  test("each with what it needs, the largest first, and none that nobody can chat with", () => {
    const models = findModelsThatFit(64 * gib, { context: 4096, parallel: 1 });
    expect(models.map(({ model }) => model)).not.toContain("nomic-embed-text");
    expect(models.length).toBe(knownModels.filter(({ use }) => use === "chat").length);
    const sizes = models.map(({ model }) => known(model).bytes);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    for (const { model, neededBytes } of models) {
      expect(neededBytes).toBe(estimateModelMemory(known(model), { context: 4096, parallel: 1 }).totalBytes);
    }
  });
});

describe("findKnownModel", () => {
  test.each([
    "llama3.2",
    "llama3.2:latest",
    "llama3.2:3b",
    "library/llama3.2",
    "registry.ollama.ai/library/LLAMA3.2:3b",
  ])("%s is the 3B one", (name) => expect(findKnownModel(modelNamed(name))?.bytes).toBe(2_019_393_189));

  test.each(["llama3.2:70b", "somebody/llama3.2", "localhost:5000/library/llama3.2", "unheard-of"])(
    "%s is none of them",
    (name) => expect(findKnownModel(modelNamed(name))).toBeNull(),
  );

  test("no name means two models", () => {
    const names = knownModels.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names.map(findKnownModel).filter((model) => model === null)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});
