import { expect, test } from "vitest";
import { words as english } from "../../../src/words/en.ts";
import { nameProject } from "../../../src/words/for-project.ts";

const words = nameProject(english, "second");

test("every suggested command names the project", () => {
  expect(words.down.startAgain).toBe("Start it again: `localgpt --project second up`");
  expect(words.up.suggestions.status.command).toBe("localgpt --project second status");
  const { hint } = words.errors["port-taken"]({ port: 3000, owner: { kind: "unknown" }, nextFree: 3001 });
  expect(hint).toContain("`localgpt --project second up --port 3001`");
});

test("sentences about localgpt stay as they are", () => {
  const { message } = words.errors["docker-endpoint-unsupported"]({ endpoint: "fd://" });
  expect(message).not.toContain("--project");
  expect(words.format.bytes(2e9)).toBe("2.0 GB");
});
