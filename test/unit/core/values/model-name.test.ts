import { describe, expect, test } from "vitest";
import { formatModelName, isSameModel, parseModelName } from "../../../../src/core/values/model-name.ts";

const origin = { name: "MODEL" };

describe("parseModelName", () => {
  test.each([
    ["llama3.2", "llama3.2:latest"],
    ["llama3.2:1b", "llama3.2:1b"],
    ["library/llama3.2:1b", "llama3.2:1b"],
    ["someone/model", "someone/model:latest"],
    ["hf.co/bartowski/Llama-3.2-1B-GGUF:Q4_K_M", "hf.co/bartowski/Llama-3.2-1B-GGUF:Q4_K_M"],
    ["localhost:5000/library/tiny:latest", "localhost:5000/library/tiny:latest"],
    ["registry.ollama.ai/library/llama3.2:latest", "llama3.2:latest"],
  ])("%s", (text, short) => expect(formatModelName(parseModelName(text, origin))).toBe(short));

  test.each([
    "",
    " ",
    ":",
    "a:",
    ":b",
    "a/b/c/d",
    "a b",
    "-a",
    "a:b:c",
    "/a",
    "a//b",
    "ñ",
    "llama3.2;rm -rf",
    "../../etc",
    "a".repeat(81),
  ])("refuses %j", (text) => expect(() => parseModelName(text, origin)).toThrow("invalid-value"));
});

test("isSameModel compares by meaning, not by text", () => {
  expect(isSameModel("llama3.2", "library/Llama3.2:latest")).toBe(true);
  expect(isSameModel("llama3.2", "llama3.2:1b")).toBe(false);
});
