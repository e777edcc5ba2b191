import { afterEach, expect, test } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { retriesOf, transfersOf } from "../support/program/output.ts";
import { readEvents, waitForEvent } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images, pushFreshImage } from "../support/services/images.ts";
import { type RegistryProxy, startRegistryProxy } from "../support/services/registry-proxy.ts";

let stack: Workspace | undefined;
let proxy: RegistryProxy | undefined;
let pulled: string[] = [];

afterEach(async () => {
  await stack?.remove();
  for (const image of pulled) await docker("image", "rm", "--force", image).catch(() => {});
  await proxy?.close();
  stack = proxy = undefined;
  pulled = [];
});

/** A stack whose images must be downloaded through a proxy of this test. */
async function freshStack(name: string, { layerBytes = 1_000_000 } = {}): Promise<[Workspace, RegistryProxy]> {
  proxy = await startRegistryProxy();
  const [ollama, openWebui] = await Promise.all([
    pushFreshImage("ollama", { layerBytes }),
    pushFreshImage("open-webui", { layerBytes }),
  ]);
  pulled = [ollama, openWebui].map(proxy.through);
  stack = await createWorkspace(name, {
    ollama: proxy.through(ollama),
    openWebui: proxy.through(openWebui),
    model: "none",
  });
  return [stack, proxy];
}

test("both images are downloaded at once, with bytes told of each", async () => {
  const [workspace, slow] = await freshStack("images");
  slow.set({ bytesPerSecond: 1_000_000 });
  const run = await workspace.localgpt(["up", "--json"]);
  expect(run.code, run.stderr).toBe(0);
  const events = readEvents(run.stderr);
  const starts = events.filter((event) => event.type === "operation-started" && event.operation.kind === "pull-image");
  const firstDone = events.findIndex(
    (event) => event.type === "operation-done" && event.operation.kind === "pull-image",
  );
  expect(starts).toHaveLength(2);
  for (const start of starts) expect(events.indexOf(start)).toBeLessThan(firstDone);
  for (const image of pulled) {
    const transfers = transfersOf(events).filter(({ kind, name }) => kind === "image" && name === image);
    const underWay = transfers.filter(
      ({ completedBytes, totalBytes }) => totalBytes !== null && completedBytes > 0 && completedBytes < totalBytes,
    );
    expect(underWay.length, `moments of ${image}`).toBeGreaterThan(1);
    expect(Math.max(...transfers.map(({ totalBytes }) => totalBytes ?? 0))).toBeGreaterThanOrEqual(3_000_000);
  }
  // With the images here nothing is downloaded again.
  expect((await workspace.localgpt(["down"])).code).toBe(0);
  const before = slow.requests().length;
  expect((await workspace.localgpt(["up"])).code).toBe(0);
  expect(slow.requests()).toHaveLength(before);
});

test("a download without a byte for longer than `stall` is noticed, told and tried again", async () => {
  const [workspace, stalled] = await freshStack("images-stall");
  // One of the two: which of them notices first would be chance.
  const [ollama = ""] = pulled;
  await workspace.writeSettings({ ollama, model: "none", extra: "stall: 2s\n" });
  stalled.set({ bytesPerSecond: 6_000_000, stallAfterBytes: 1_500_000 });
  const running = workspace.start(["up", "--json"]);
  await waitForEvent(running, (event) => event.type === "notice" && event.notice.id === "retry");
  stalled.set({});
  const ended = await running;
  expect(ended.exitCode, ended.stderr).toBe(0);
  expect(retriesOf(readEvents(ended.stderr))).toMatchObject([{ kind: "image", reason: "stalled" }]);
});

test("without internet, with images and model here, up works and asks no registry", async () => {
  stack = await createWorkspace("offline");
  expect((await stack.localgpt(["up"])).code).toBe(0);
  expect((await stack.localgpt(["down"])).code).toBe(0);
  // Names that nothing answers stand for the registries of a machine without internet.
  proxy = await startRegistryProxy();
  const [ollama, openWebui] = [proxy.through(images.ollama("1")), proxy.through(images.openWebui("1"))];
  await docker("tag", images.ollama("1"), ollama);
  await docker("tag", images.openWebui("1"), openWebui);
  pulled = [ollama, openWebui];
  await stack.writeSettings({ ollama, openWebui });
  await proxy.close();
  const up = await stack.localgpt(["up", "--json"]);
  expect(up.code, up.stderr).toBe(0);
  expect(proxy.requests()).toEqual([]);
  expect(transfersOf(readEvents(up.stderr))).toEqual([]);
  expect(await docker("inspect", "--format", "{{.State.Status}}", containerOf(stack, "ollama"))).toBe("running");
});
