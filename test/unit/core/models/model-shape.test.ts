import { describe, expect, test } from "vitest";
import { readModelDescription } from "../../../../src/core/models/model-shape.ts";

const llama = {
  "general.architecture": "llama",
  "llama.block_count": 28,
  "llama.context_length": 131_072,
  "llama.embedding_length": 3072,
  "llama.attention.head_count": 24,
  "llama.attention.head_count_kv": 8,
};
const shape = { layers: 28, keyValueHeads: 8, headSize: 128 };

describe("readModelDescription", () => {
  test.each<{ name: string; change: Record<string, unknown>; expected: unknown }>([
    { name: "as it stands", change: {}, expected: shape },
    {
      name: "a head size of its own",
      change: { "llama.attention.key_length": 256 },
      expected: { ...shape, headSize: 256 },
    },
    {
      name: "layers that differ",
      change: { "llama.block_count": 4, "llama.attention.head_count_kv": [8, 8, 4, 0] },
      expected: { layers: 4, keyValueHeads: 5, headSize: 128 },
    },
    { name: "a list that was left out", change: { "llama.attention.head_count_kv": null }, expected: null },
    { name: "a list that is cut", change: { "llama.attention.head_count_kv": [8, 8] }, expected: null },
    { name: "no layers", change: { "llama.block_count": 0 }, expected: null },
    { name: "no length at all", change: { "llama.embedding_length": undefined }, expected: null },
    {
      name: "a window on the conversation",
      change: { "llama.attention.sliding_window": 1024 },
      expected: { ...shape, atMost: true },
    },
    {
      name: "layers that keep nothing of it",
      change: { "llama.full_attention_interval": 4 },
      expected: { ...shape, atMost: true },
    },
    { name: "another part's keys", change: { "clip.vision.block_count": 27 }, expected: shape },
  ])("$name", ({ change, expected }) => {
    expect(readModelDescription({ ...llama, ...change })).toEqual({ shape: expected, trainedContext: 131_072 });
  });

  test("without the key, every head has keys of its own", () => {
    const { "llama.attention.head_count_kv": _, ...without } = llama;
    expect(readModelDescription(without).shape).toEqual({ ...shape, keyValueHeads: 24 });
  });

  test("nothing of what says nothing", () => {
    expect(readModelDescription({})).toEqual({ shape: null, trainedContext: null });
  });
});
