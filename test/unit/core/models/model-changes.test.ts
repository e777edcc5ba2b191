import { expect, test } from "vitest";
import { findChanges } from "../../../../src/core/models/model-changes.ts";

const parent = {
  parameters: { temperature: ["0.7"], num_ctx: ["1.048576e+06"], stop: ["<|a|>", "<|b|>"] },
  system: "Be brief",
};

test("what differs from the parent, by Ollama's names and in one order", () => {
  const chosen = { seed: 4, temperature: 0.2, context: 8192 };
  expect(findChanges(parent, chosen, "Be kind")).toEqual([
    { name: "temperature", before: "0.7", after: "0.2" },
    { name: "num_ctx", before: "1.048576e+06", after: "8192" },
    { name: "seed", before: null, after: "4" },
    { name: "system", before: "Be brief", after: "Be kind" },
  ]);
});

test("a value is the same however Ollama writes it", () => {
  expect(findChanges(parent, { temperature: 0.7, context: 1_048_576 }, "Be brief")).toEqual([]);
  expect(findChanges(parent, {}, null)).toEqual([]);
  expect(findChanges({ parameters: {}, system: null }, { topP: 0.9 }, null)).toEqual([
    { name: "top_p", before: null, after: "0.9" },
  ]);
});
