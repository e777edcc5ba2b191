import { expect, test } from "vitest";
import { images } from "../support/images.ts";
import { createWorkspace } from "../support/workspace.ts";

test("an Ollama that answers and then dies while a model arrives is told by its end, not by a lost connection", async () => {
  const workspace = await createWorkspace("dies", { ollama: images.ollama("loop"), model: "big:300m" });
  try {
    const { code, stderr } = await workspace.localgpt(["up", "--lang", "es"]);
    expect(code, stderr).toBe(5);
    expect(stderr).toMatch(/Ollama/);
    expect(stderr).toContain("localgpt logs ollama");
  } finally {
    await workspace.remove();
  }
});
