import { expect, test } from "vitest";
import { pullExitCode, renderPull } from "../../../../src/commands/models/pull.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";
import { words } from "../../../../src/words/es.ts";

const style = await createStyle({ colour: false, unicode: true });

const look = { words, style, columns: 80, nowMs: 0, measure };
const done = { model: "llama3.2:latest", sizeBytes: 2_019_393_189, failure: null };
const failed = {
  model: "nosuch:latest",
  sizeBytes: null,
  failure: {
    code: "pull-failed" as const,
    facts: { kind: "model" as const, name: "nosuch:latest", reason: "not-found" as const, detail: "" },
  },
};

test("each model is reported, those that failed with their reason and next step", () => {
  const text = renderPull({ project: "localgpt", models: [done, failed], address: null }, look);
  expect(text.split("\n")[0]).toBe("✔ llama3.2:latest está listo (2,0 GB)");
  expect(text).toContain("✖ ");
  expect(text).toContain("nosuch:latest");
  expect(text).toContain("https://ollama.com/library");
  expect(text.split("\n").at(-1)).toContain("localgpt up");
});

test("where the page runs the next step is to choose the model there", () => {
  const address = "http://localhost:3000";
  const last = renderPull({ project: "localgpt", models: [done], address }, look)
    .split("\n")
    .at(-1);
  expect(last).toContain(address);
  expect(last).not.toContain("localgpt up");
});

test("any failure is a failure of the command", () => {
  expect(pullExitCode({ project: "localgpt", models: [done], address: null })).toBe(0);
  expect(pullExitCode({ project: "localgpt", models: [done, failed], address: null })).toBe(1);
});
