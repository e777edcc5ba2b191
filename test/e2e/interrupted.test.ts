import type { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Event } from "../../src/core/events.ts";
import { words as es } from "../../src/words/es.ts";
import { tellOperation } from "../../src/words/tell.ts";
import { containerOf, inspectService, modelsOf, variable } from "../support/containers.ts";
import { pushFreshImage, setSwitches } from "../support/images.ts";
import { docker, leakCheck, openConnections } from "../support/lab.ts";
import { waitForEvent, waitForLine, waitUntil } from "../support/progress.ts";
import { type RegistryProxy, startRegistryProxy } from "../support/registry-proxy.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

/** A moment of `up` at which it is interrupted: how the stack is made to linger there, how to wait for it, and how to let it go on. */
type Moment = {
  name: string;
  settings: () => Parameters<Workspace["writeSettings"]>[0];
  comes: (running: { stderr: Readable }) => Promise<unknown>;
  letGoOn: () => Promise<void>;
};

let workspace: Workspace;
let proxy: RegistryProxy;
let lateImage: string;
let slowDownloads: string;
let notReady: string;

beforeAll(async () => {
  proxy = await startRegistryProxy();
  const small = { layers: 1, layerBytes: 500_000 };
  [lateImage, slowDownloads, notReady] = await Promise.all([
    pushFreshImage("open-webui", small),
    pushFreshImage("ollama", { layers: 1, layerBytes: 1000, switches: { rate: 1_000_000 } }),
    pushFreshImage("open-webui", { layers: 1, layerBytes: 1000, switches: { ready: false } }),
  ]);
  await Promise.all([slowDownloads, notReady].map((image) => docker("pull", "--quiet", image)));
});
afterEach(async () => {
  await workspace.remove();
  await docker("image", "rm", "--force", proxy.through(lateImage));
});
afterAll(async () => {
  await proxy.close();
  await docker("image", "rm", "--force", slowDownloads, notReady);
});

const moments: Moment[] = [
  {
    name: "while an image arrives",
    settings: () => {
      proxy.set({ stallAfterBytes: proxy.blobBytes() + 200_000 });
      return { openWebui: proxy.through(lateImage) };
    },
    comes: async (running) => {
      const before = proxy.blobBytes();
      await waitForEvent(running, (event) => event.type === "transfer" && event.transfer.kind === "image");
      await waitUntil("the image arrives", async () => proxy.blobBytes() >= before + 200_000);
    },
    letGoOn: async () => proxy.set({}),
  },
  {
    name: "when a container was just created",
    settings: () => ({}),
    comes: (running) =>
      waitForEvent(running, (event) => event.type === "operation-done" && event.operation.kind === "create-container"),
    letGoOn: async () => {},
  },
  {
    name: "while a service gets ready",
    settings: () => ({ openWebui: notReady, model: "none" }),
    comes: (running) =>
      waitForEvent(running, (event) => event.type === "operation-started" && event.operation.id === "ready:open-webui"),
    letGoOn: () => setSwitches(containerOf(workspace, "open-webui"), { ready: true }),
  },
  {
    name: "while the model arrives",
    settings: () => ({ ollama: slowDownloads, model: "llama3.2:1b" }),
    comes: (running) => waitForEvent(running, (event) => modelBytes(event) > 200_000),
    letGoOn: () => setSwitches(containerOf(workspace, "ollama"), { rate: 50_000_000 }),
  },
];

describe.each(moments)("up interrupted $name", ({ name, settings, comes, letGoOn }) => {
  const signals: NodeJS.Signals[] = name.startsWith("when") ? ["SIGTERM", "SIGKILL"] : ["SIGINT", "SIGKILL"];
  test.each(signals)("by %s: the next up completes it, down removes it", async (signal) => {
    workspace = await createWorkspace("interrupted", settings());
    const running = workspace.start(["up", "--json"]);
    await comes(running);
    running.kill(signal);
    const ended = await running;
    if (signal === "SIGKILL") expect(ended.signal).toBe("SIGKILL");
    else {
      expect(ended.exitCode, ended.stderr).toBe(130);
      expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: "interrupted" } });
    }
    await expectNoConnections();
    await letGoOn();

    const next = await workspace.localgpt(["up"]);
    expect(next.code, next.stderr).toBe(0);
    expect((await fetch(`http://127.0.0.1:${workspace.port}/ready`)).status).toBe(200);
    expect(await workspace.containerIds()).toEqual({ ollama: expect.anything(), "open-webui": expect.anything() });
    const down = await workspace.localgpt(["down"]);
    expect(down.code, down.stderr).toBe(0);
    expect(await workspace.containerIds()).toEqual({});
  });
});

test("Ctrl-C says so and what to do next; down alone removes what was begun", async () => {
  workspace = await createWorkspace("ctrl-c", { ollama: slowDownloads, model: "llama3.2:1b", openWebui: notReady });
  const running = workspace.start(["up", "--verbose", "--lang", "es"]);
  await waitForLine(running, (line) =>
    line.includes(tellOperation({ kind: "ensure-model", model: "llama3.2:1b" }, "doing", es)),
  );
  await waitUntil(
    "the download has begun",
    async () => (await openConnections(containerOf(workspace, "ollama"))).length > 0,
  );
  running.kill("SIGINT");
  const { exitCode, stderr, stdout } = await running;
  expect(exitCode, stderr).toBe(130);
  expect(stdout).toBe("");
  expect(stderr).toContain(es.errors.interrupted({}).message);
  await expectNoConnections();
  const down = await workspace.localgpt(["down"]);
  expect(down.code, down.stderr).toBe(0);
  await expect(leakCheck(workspace.project)).rejects.toThrow(/: volume \S+, volume \S+$/);
});

test("a model that was interrupted goes on where it stopped", async () => {
  workspace = await createWorkspace("resume", { ollama: slowDownloads, model: "llama3.2:1b" });
  const running = workspace.start(["up", "--json"]);
  await waitForEvent(running, (event) => modelBytes(event) > 2_000_000);
  running.kill("SIGINT");
  await running;
  await setSwitches(containerOf(workspace, "ollama"), { rate: 4_000_000 });
  const again = workspace.start(["up", "--json"]);
  const first = await waitForEvent(again, (event) => modelBytes(event) > 0);
  expect(modelBytes(first)).toBeGreaterThanOrEqual(2_000_000);
  expect((await again).exitCode).toBe(0);
  expect(await modelsOf(workspace)).toEqual(["llama3.2:1b"]);
});

test("interrupted while it recreates a container: the data and the service are there after the next up", async () => {
  workspace = await createWorkspace("recreate", { model: "none" });
  const up = await workspace.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
  await workspace.localgpt(["config", "set", "context", "8192"]);
  const running = workspace.start(["up", "--json"]);
  await waitForEvent(
    running,
    (event) => event.type === "operation-done" && event.operation.kind === "remove-container",
  );
  running.kill("SIGKILL");
  await running;
  const next = await workspace.localgpt(["up"]);
  expect(next.code, next.stderr).toBe(0);
  expect(variable(await inspectService(workspace, "ollama"), "OLLAMA_CONTEXT_LENGTH")).toBe("8192");
});

/** How much of the model an event says has arrived; 0 for other events. */
function modelBytes(event: Event): number {
  return event.type === "transfer" && event.transfer.kind === "model" ? event.transfer.completedBytes : 0;
}

/** Nothing of localgpt may go on running in the containers, not even of one that was killed. */
async function expectNoConnections(): Promise<void> {
  for (const service of Object.keys(await workspace.containerIds()) as ("ollama" | "open-webui")[]) {
    const container = containerOf(workspace, service);
    const isRunning = await docker("inspect", "--format", "{{.State.Running}}", container);
    if (isRunning !== "true") continue;
    await waitUntil(`${service} has no connection left`, async () => (await openConnections(container)).length === 0);
  }
}
