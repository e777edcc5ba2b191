import { describe, expect, test } from "vitest";
import {
  findModelName,
  fullModelName,
  isLibraryModel,
  isSameModel,
  readModelName,
  shortModelName,
  splitModelName,
  withTag,
} from "../../../../src/core/values/model-name.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const origin = { name: "MODEL" };

describe("a model's name", () => {
  test.each([
    ["llama3.2", "llama3.2:latest"],
    ["llama3.2:1b", "llama3.2:1b"],
    ["library/llama3.2:1b", "llama3.2:1b"],
    ["someone/model", "someone/model:latest"],
    ["hf.co/bartowski/Llama-3.2-1B-GGUF:Q4_K_M", "hf.co/bartowski/Llama-3.2-1B-GGUF:Q4_K_M"],
    ["localhost:5000/library/tiny:latest", "localhost:5000/library/tiny:latest"],
    ["registry.ollama.ai/library/llama3.2:latest", "llama3.2:latest"],
  ])("%s", (text, name) => expect(readModelName(text, origin)).toBe(name));

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
  ])("refuses %j", (text) => {
    expect(() => readModelName(text, origin)).toThrow("invalid-value");
    expect(findModelName(text)).toBeNull();
  });
});

test("isSameModel compares by meaning, not by text", () => {
  const name = modelNamed("llama3.2");
  expect(isSameModel(name, readModelName("library/Llama3.2:latest", origin))).toBe(true);
  expect(isSameModel(name, readModelName("llama3.2:LATEST", origin))).toBe(true);
  expect(isSameModel(name, modelNamed("llama3.2:1b"))).toBe(false);
});

test.each([
  ["llama3.2", "llama3.2", "llama3.2:latest"],
  ["llama3.2:1b", "llama3.2:1b", "llama3.2:1b"],
  ["localhost:5000/team/tiny", "localhost:5000/team/tiny", "localhost:5000/team/tiny:latest"],
  ["latest:latest", "latest", "latest:latest"],
])("%s is %s in short and %s as Ollama lists it", (text, short, full) => {
  const name = readModelName(text, origin);
  expect(shortModelName(name)).toBe(short);
  expect(fullModelName(shortModelName(name))).toBe(full);
});

test("a name has the parts that its registry asks for, and takes another tag", () => {
  const name = readModelName("hf.co/someone/tiny:q4", origin);
  expect(splitModelName(name)).toEqual({ host: "hf.co", namespace: "someone", model: "tiny", tag: "q4" });
  expect(withTag(name, "q8")).toBe("hf.co/someone/tiny:q8");
  expect(withTag(modelNamed("tiny"), "old")).toBe("tiny:old");
});

test("only a name without host and namespace is of the library", () => {
  expect(isLibraryModel(readModelName("library/tiny", origin))).toBe(true);
  expect(isLibraryModel(readModelName("someone/tiny", origin))).toBe(false);
});
