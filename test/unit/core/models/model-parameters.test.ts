import { expect, test } from "vitest";
import {
  isParameterName,
  ollamaName,
  parameterNames,
  readParameters,
  toOllamaOptions,
} from "../../../../src/core/models/model-parameters.ts";

test("what a person writes becomes Ollama's options", () => {
  const written = { temperature: "0.2", topP: "0.9", maxTokens: "300", context: "8192", seed: "7" };
  const read = readParameters(written);
  expect(read).toEqual({ temperature: 0.2, topP: 0.9, maxTokens: 300, context: 8192, seed: 7 });
  expect(toOllamaOptions(read)).toEqual({ temperature: 0.2, top_p: 0.9, num_predict: 300, num_ctx: 8192, seed: 7 });
  expect(toOllamaOptions(readParameters({}))).toEqual({});
  expect(parameterNames.map(ollamaName)).toEqual(["temperature", "top_p", "num_predict", "num_ctx", "seed"]);
});

test.each([
  ["temperature", "0"],
  ["temperature", "2"],
  ["topP", "0.01"],
  ["topP", "1"],
  ["maxTokens", "1"],
  ["seed", "2147483647"],
] as const)("%s takes %s", (name, text) => {
  expect(readParameters({ [name]: text })).toEqual({ [name]: Number(text) });
});

test.each([
  ["temperature", "9", "--temperature", "temperature"],
  ["temperature", "-1", "--temperature", "temperature"],
  ["temperature", "hot", "--temperature", "temperature"],
  ["topP", "0", "--top-p", "top-p"],
  ["topP", "1.1", "--top-p", "top-p"],
  ["maxTokens", "0", "--max-tokens", "max-tokens"],
  ["maxTokens", "1.5", "--max-tokens", "max-tokens"],
  ["context", "12", "--context", "context"],
  ["seed", "2147483648", "--seed", "seed"],
  ["seed", "", "--seed", "seed"],
] as const)("%s refuses %s", (name, value, option, expected) => {
  expect(() => readParameters({ [name]: value })).toThrow(
    expect.objectContaining({ code: "invalid-value", facts: { name: option, value, expected } }),
  );
});

test("only a parameter is one", () => {
  expect(isParameterName("topP")).toBe(true);
  expect(isParameterName("toString")).toBe(false);
});
