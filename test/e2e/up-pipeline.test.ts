import { afterEach, expect, test } from "vitest";
import type { Event } from "../../src/core/run/events.ts";
import { docker } from "../support/engines/docker.ts";
import { readEvents, waitForEvent } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { pushFreshImage } from "../support/services/images.ts";
import { startRegistryProxy } from "../support/services/registry-proxy.ts";

let workspace: Workspace;
afterEach(() => workspace.remove());

test("the model is there before Open WebUI's image is, and everything starts as early as it can", async () => {
  workspace = await createWorkspace("pipeline");
  const proxy = await startRegistryProxy({ stallAfterBytes: 100_000 });
  const page = proxy.through(await pushFreshImage("open-webui", { layers: 2, layerBytes: 400_000 }));
  const engine = await pushFreshImage("ollama", { layers: 2, layerBytes: 400_000 });
  try {
    await workspace.writeSettings({ ollama: engine, openWebui: page });
    const running = workspace.start(["up", "--json"]);
    // Open WebUI's image does not go on until the model is complete: what waited for it would wait for ever.
    await waitForEvent(running, (event) => isDone(event, "ensure-model"));
    proxy.set({});
    const { exitCode, stderr } = await running;
    expect(exitCode, stderr).toBe(0);

    const events = readEvents(stderr);
    const started = (id: string) =>
      events.findIndex((event) => event.type === "operation-started" && event.operation.id === id);
    const done = (id: string) =>
      events.findIndex((event) => event.type === "operation-done" && event.operation.id === id);
    for (const id of [`pull:${page}`, `pull:${engine}`, "create:ollama", "start:open-webui"]) {
      expect(started(id), id).not.toBe(-1);
    }
    expect(started(`pull:${page}`)).toBeLessThan(done(`pull:${engine}`));
    expect(done("create:ollama")).toBeLessThan(done(`pull:${page}`));
    expect(done("model")).toBeLessThan(done(`pull:${page}`));
    expect(started("start:open-webui")).toBeGreaterThan(done(`pull:${page}`));
    expect(started("start:open-webui")).toBeGreaterThan(done("ready:ollama"));
  } finally {
    await proxy.close();
    await workspace.localgpt(["down"]);
    await docker("image", "rm", "--force", page, engine);
  }
});

function isDone(event: Event, kind: string): boolean {
  return event.type === "operation-done" && event.operation.kind === kind;
}
