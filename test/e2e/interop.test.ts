import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { words as en } from "../../src/words/en.ts";
import { containerOf, inspectService } from "../support/engines/containers.ts";
import { compose, docker } from "../support/engines/docker.ts";
import { leakCheck } from "../support/engines/leaks.ts";
import { waitUntil } from "../support/program/progress.ts";
import { saysUnchanged } from "../support/program/says.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { offeredModels, signUp } from "../support/services/page.ts";

let workspaces: Workspace[] = [];
afterEach(async () => {
  for (const workspace of workspaces) await workspace.remove();
  workspaces = [];
});

async function newWorkspace(name: string): Promise<Workspace> {
  const workspace = await createWorkspace(name);
  workspaces.push(workspace);
  return workspace;
}

const volumesKept = (project: string) =>
  `left over from ${project}: volume ${project}_ollama, volume ${project}_open-webui`;

describe("after `localgpt up`", () => {
  test("`docker compose` finds nothing to change, and its ps, logs, restart and down work", async () => {
    const workspace = await newWorkspace("up-compose");
    const args = ["up", "--cpus", "1.5", "--memory", "1g", "--context", "2048", "--lang", "es"];
    const up = await workspace.localgpt(args);
    expect(up.code, up.stderr).toBe(0);
    const before = await workspace.containerIds();
    const started = await startTimes(workspace);
    const file = join(workspace.home, "compose.yaml");

    await compose("--file", file, "config", "--quiet");
    await compose("--file", file, "up", "--detach");
    expect(await workspace.containerIds()).toEqual(before);
    expect(await startTimes(workspace)).toEqual(started);

    const listed = await compose(
      "--project-name",
      workspace.project,
      "ps",
      "--all",
      "--format",
      "{{.Service}} {{.State}}",
    );
    expect(listed.split("\n").sort()).toEqual(["ollama running", "open-webui running"]);
    expect(await compose("--project-name", workspace.project, "logs", "--no-color", "ollama")).toContain(
      "Listening on",
    );
    await compose("--project-name", workspace.project, "restart", "--timeout", "2", "ollama");
    expect(await workspace.containerIds()).toEqual(before);

    // Without the file: by the labels alone.
    await compose("--project-name", workspace.project, "down");
    expect(await workspace.containerIds()).toEqual({});
    await expect(leakCheck(workspace.project)).rejects.toThrow(volumesKept(workspace.project));
  }, 120_000);
});

describe("after `docker compose up`", () => {
  test("`localgpt` finds nothing to change, its status, restart, logs and down work, and its changes are Compose's", async () => {
    const workspace = await newWorkspace("compose-up");
    const rendered = await workspace.localgpt(["up", "--no-model"]);
    expect(rendered.code, rendered.stderr).toBe(0);
    expect((await workspace.localgpt(["down"])).code).toBe(0);
    // From another folder: the folder a stack was started from is not a reason to recreate it.
    await mkdir(join(workspace.home, "elsewhere"));
    const file = join(workspace.home, "elsewhere", "docker-compose.yaml");
    await copyFile(join(workspace.home, "compose.yaml"), file);
    await compose("--file", file, "up", "--detach");
    const before = await workspace.containerIds();
    const started = await startTimes(workspace);

    const up = await workspace.localgpt(["up"]);
    expect(up.code, up.stderr).toBe(0);
    expect(up.stdout).toContain(saysUnchanged(workspace.port));
    expect(await workspace.containerIds()).toEqual(before);
    expect(await startTimes(workspace)).toEqual(started);

    const status = await workspace.localgpt(["status"]);
    expect(status.code, status.stderr).toBe(0);
    expect(status.stdout).toContain(`http://localhost:${workspace.port}`);
    const logs = await workspace.localgpt(["logs", "ollama", "--tail", "5"]);
    expect(logs.stdout).not.toBe("");
    const restart = await workspace.localgpt(["restart"]);
    expect(restart.code, restart.stderr).toBe(0);
    expect(await workspace.containerIds()).toEqual(before);
    expect(await startTimes(workspace)).not.toEqual(started);

    const changed = await workspace.localgpt(["up", "--context", "2048"]);
    expect(changed.code, changed.stderr).toBe(0);
    const after = await workspace.containerIds();
    expect(after.ollama).not.toBe(before.ollama);
    expect(after["open-webui"]).toBe(before["open-webui"]);
    await compose("--file", join(workspace.home, "compose.yaml"), "up", "--detach");
    expect(await workspace.containerIds()).toEqual(after);

    const down = await workspace.localgpt(["down"]);
    expect(down.code, down.stderr).toBe(0);
    await expect(leakCheck(workspace.project)).rejects.toThrow(volumesKept(workspace.project));
  }, 120_000);
});

test("a service that lost its name in the network is found and repaired", async () => {
  const workspace = await newWorkspace("aliases");
  const up = await workspace.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
  const session = await signUp(workspace.port);
  const before = await workspace.containerIds();
  const network = `${workspace.project}_localgpt`;
  const ollama = containerOf(workspace, "ollama");
  await docker("network", "disconnect", network, ollama);
  await docker("network", "connect", network, ollama);
  expect(await offeredModels(workspace.port, session)).toEqual([]);

  const plan = await workspace.localgpt(["up", "--dry-run"]);
  expect(plan.stdout).toContain(`  ${en.causes["aliases-missing"]({ id: "aliases-missing" })}\n`);
  const repaired = await workspace.localgpt(["up"]);
  expect(repaired.code, repaired.stderr).toBe(0);
  const after = await workspace.containerIds();
  expect(after.ollama).not.toBe(before.ollama);
  expect(after["open-webui"]).toBe(before["open-webui"]);
  expect((await inspectService(workspace, "ollama")).NetworkSettings.Networks[network]?.Aliases).toContain("ollama");
  await waitUntil("the page reaches Ollama", async () =>
    offeredModels(workspace.port, session).then(
      (models) => models.includes("tiny:latest"),
      () => false,
    ),
  );
  expect((await workspace.localgpt(["up"])).stdout).toContain(saysUnchanged(workspace.port));
});

/** When each container of the stack was started the last time. */
async function startTimes(workspace: Workspace): Promise<string[]> {
  const names = [containerOf(workspace, "ollama"), containerOf(workspace, "open-webui")];
  return (await docker("inspect", "--format", "{{.State.StartedAt}}", ...names)).split("\n");
}
