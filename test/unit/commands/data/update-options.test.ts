import { expect, test } from "vitest";
import { readTargets } from "../../../../src/commands/data/update-options.ts";

const images = { ollama: "ollama/ollama:0.35.1", "open-webui": "ghcr.io/open-webui/open-webui:v0.11.4" };

test.each([
  [["open-webui:v0.12.0"], { "open-webui": "ghcr.io/open-webui/open-webui:v0.12.0" }],
  [
    ["ollama:0.36.0", "open-webui:v0.12.0"],
    { ollama: "ollama/ollama:0.36.0", "open-webui": "ghcr.io/open-webui/open-webui:v0.12.0" },
  ],
  [["localhost:5000/mine/ollama:7"], { ollama: "localhost:5000/mine/ollama:7" }],
  [["ghcr.io/open-webui/open-webui"], { "open-webui": "ghcr.io/open-webui/open-webui" }],
])("%j names %j", (texts, targets) => {
  expect(readTargets(texts, images)).toEqual(targets);
});

test.each([
  ["v0.12.0", "open-webui:v0.12.0"],
  ["0.36.0", "ollama:0.36.0"],
  ["olama:0.36.0", "ollama:0.36.0"],
  ["ollama", "ollama:TAG"],
  ["postgres:17", null],
])("%s is no image of the stack; near it is %s", (value, near) => {
  expect(() => readTargets([value], images)).toThrowError(
    expect.objectContaining({ code: "unknown-image", facts: { value, near } }),
  );
});

test("nonsense of the right name is reported as what it is", () => {
  expect(() => readTargets(["open-webui:a b"], images)).toThrowError(
    expect.objectContaining({ code: "invalid-value" }),
  );
});
