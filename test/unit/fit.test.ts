import { describe, expect, test } from "vitest";
import { estimateModelMemory, largestKnownModelThatFits, overheadBytes } from "../../src/core/fit.ts";
import { findKnownModel, knownModels } from "../../src/core/models.ts";

const gib = 1024 ** 3;

function known(name: string) {
  const model = findKnownModel(name);
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

  test("a model of unknown shape is taken for a hungry one", () => {
    const weight = { weightsBytes: 4.7e9, shape: null, trainedContext: null };
    const memory = estimateModelMemory(weight, { context: 4096, parallel: 1 });
    expect(memory.cacheBytes).toBe(144 * 1024 * 4096);
  });
});

describe("largestKnownModelThatFits", () => {
  test.each([
    { availableGib: 64, model: "llama3.1:8b" },
    { availableGib: 5, model: "gemma3:4b" },
    { availableGib: 4, model: "qwen3:4b" },
    { availableGib: 3, model: "llama3.2:3b" },
    { availableGib: 2, model: "llama3.2:1b" },
    { availableGib: 1.5, model: "qwen2.5:0.5b" },
    { availableGib: 0.5, model: null },
  ])("$availableGib GiB: $model", ({ availableGib, model }) => {
    expect(largestKnownModelThatFits(availableGib * gib, { context: 4096, parallel: 1 })).toBe(model);
  });

  test("a longer context leaves room for a smaller model only", () => {
    expect(largestKnownModelThatFits(5 * gib, { context: 32_768, parallel: 1 })).toBe("llama3.2:1b");
  });
});

describe("findKnownModel", () => {
  test.each([
    "llama3.2",
    "llama3.2:latest",
    "llama3.2:3b",
    "library/llama3.2",
    "registry.ollama.ai/library/LLAMA3.2:3b",
  ])("%s is the 3B one", (name) => expect(findKnownModel(name)?.bytes).toBe(2_019_393_189));

  test.each(["llama3.2:70b", "somebody/llama3.2", "localhost:5000/library/llama3.2", "unheard-of"])(
    "%s is none of them",
    (name) => expect(findKnownModel(name)).toBeNull(),
  );

  test("no name means two models", () => {
    const names = knownModels.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names.map(findKnownModel).filter((model) => model === null)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});
