import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { modelsOf } from "../support/engines/containers.ts";
import { freePort, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";
import { chatTitles, keepChat, signUp } from "../support/services/page.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace("folder");
});
afterEach(() => workspace.remove());

test("--project NAME is a second stack beside the first, with its own folder, port, data and model", async () => {
  const other = uniqueProject("other");
  const localgpt = (...args: string[]) => workspace.localgpt(["--project", other, ...args]);
  try {
    expect((await workspace.localgpt(["up"])).code).toBe(0);
    const first = await workspace.containerIds();
    const session = await signUp(workspace.port);
    await keepChat(workspace.port, session, "of the first");

    const port = await freePort();
    for (const [key, value] of Object.entries({
      gpu: "none",
      "ollama.image": images.ollama("1"),
      "open-webui.image": images.openWebui("1"),
    })) {
      expect((await localgpt("config", "set", key, value)).code).toBe(0);
    }
    // Made for its owner alone.
    expect((await stat(join(workspace.home, "projects", other))).mode & 0o777).toBe(0o700);
    const up = await localgpt("up", "--port", `${port}`, "--model", "qwen2.5:0.5b");
    expect(up.code, up.stderr).toBe(0);
    expect(up.stdout).toContain(`http://localhost:${port}`);
    expect(await workspace.readHome(`projects/${other}/compose.yaml`)).toMatch(new RegExp(`^name: ${other}$`, "m"));
    expect(await workspace.readHome(`projects/${other}/settings.yaml`)).toMatch(new RegExp(`^port: ${port}$`, "m"));
    expect(await modelsOf({ project: other })).toEqual(["qwen2.5:0.5b"]);
    await expect(chatTitles(port, session)).rejects.toThrow("401");

    expect(await workspace.containerIds()).toEqual(first);
    expect(await modelsOf(workspace)).toEqual(["tiny:latest"]);
    expect((await localgpt("down")).code).toBe(0);
    expect(await workspace.containerIds()).toEqual(first);
    expect(await chatTitles(workspace.port, session)).toEqual(["of the first"]);
  } finally {
    await removeProject(other);
    await leakCheck(other);
  }
});
