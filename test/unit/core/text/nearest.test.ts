import { expect, test } from "vitest";
import { findNearest, measureDistance } from "../../../../src/core/text/nearest.ts";

test.each([
  ["", "", 0],
  ["", "abc", 3],
  ["port", "port", 0],
  ["prot", "port", 1],
  ["upp", "up", 1],
  ["kitten", "sitting", 3],
  ["ca", "abc", 3],
])("from %j to %j it takes %d changes", (first, second, changes) => {
  expect(measureDistance(first, second)).toBe(changes);
  expect(measureDistance(second, first)).toBe(changes);
});

test("what is a part of one name alone is meant as that one", () => {
  expect(findNearest("webui", ["ollama", "open-webui"])).toBe("open-webui");
  expect(findNearest("llama", ["qwen3:4b", "llama3.2", "llama3.2:1b"])).toBe("llama3.2");
  expect(findNearest("ui", ["ollama", "open-webui"])).toBeNull();
});

const commands = [
  "up",
  "down",
  "restart",
  "status",
  "logs",
  "open",
  "pull",
  "check",
  "compose",
  "config",
  "completion",
];

test.each([
  ["upp", "up"],
  ["donw", "down"],
  ["stauts", "status"],
  ["STATUS", "status"],
  ["lgos", "logs"],
  ["confg", "config"],
  ["restrat", "restart"],
  ["foo", null],
  ["xyzzy", null],
  ["", null],
])("%j was meant as %j", (typed, meant) => {
  expect(findNearest(typed, commands)).toBe(meant);
});
