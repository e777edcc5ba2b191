import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { PullReason } from "../../src/core/facts/vocabulary.ts";
import type { Transfer } from "../../src/core/run/events.ts";
import { inspectImage } from "../../src/engine/containers/observe.ts";
import { pullImage } from "../../src/engine/images/pull-image.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, registry } from "../support/engines/docker.ts";
import { images, pushFreshImage } from "../support/services/images.ts";
import { type RegistryProxy, startRegistryProxy } from "../support/services/registry-proxy.ts";

let engine: Engine;
let proxy: RegistryProxy;
let reference: string;
let transfers: Transfer[];
let retries: { reason: PullReason; attempt: number; waitMs: number }[];

beforeAll(async () => {
  engine = await connectUnderTest();
});
beforeEach(async () => {
  proxy = await startRegistryProxy();
  reference = proxy.through(await pushFreshImage("ollama", { layers: 2, layerBytes: 2_000_000 }));
  transfers = [];
  retries = [];
});
afterEach(async () => {
  await proxy.close();
  await docker("image", "rm", "--force", reference).catch(() => {});
});

test("a download is reported as one sum that only grows, and the image is there", async () => {
  proxy.set({ bytesPerSecond: 4_000_000 });
  await pull();
  expect(await inspectImage(engine, reference, calm())).toMatchObject({ id: expect.stringMatching(/^sha256:/) });
  const downloading = transfers.filter(({ phase }) => phase === "downloading");
  expect(downloading.length).toBeGreaterThan(2);
  const completed = transfers.map(({ completedBytes }) => completedBytes);
  expect(completed).toEqual([...completed].sort((first, second) => first - second));
  expect(transfers.at(-1)?.totalBytes).toBeGreaterThan(4_000_000);
  expect(downloading.some(({ bytesPerSecond }) => (bytesPerSecond ?? 0) > 1_000_000)).toBe(true);
  expect(retries).toEqual([]);
});

test("a download that stands still is reported, tried again and completed", async () => {
  proxy.set({ stallAfterBytes: 1_000_000 });
  await pull({
    stallMs: 3000,
    onRetry: () => proxy.set({}),
  });
  expect(retries).toEqual([{ reason: "stalled", attempt: 2, waitMs: 10 }]);
  expect(await inspectImage(engine, reference, calm())).not.toBeNull();
});

test("a network that went away under way may still be away at the next attempt", async () => {
  proxy.set({ stallAfterBytes: 1_000_000 });
  const away = { refuse: { status: 503, code: "UNAVAILABLE", message: "Service Unavailable" } };
  await pull({ stallMs: 3000, onRetry: ({ attempt }) => proxy.set(attempt === 2 ? away : {}) });
  expect(retries.map(({ reason }) => reason)).toEqual(["stalled", "unreachable"]);
  expect(await inspectImage(engine, reference, calm())).not.toBeNull();
});

test("a download that stands still for ever is given up", async () => {
  proxy.set({ stallAfterBytes: 1_000_000 });
  await expect(pull({ stallMs: 300 })).rejects.toMatchObject({
    code: "pull-failed",
    facts: { kind: "image", name: reference, reason: "stalled" },
  });
  expect(retries.map(({ attempt }) => attempt)).toEqual([2, 3, 4, 5]);
  expect(retries.map(({ waitMs }) => waitMs)).toEqual([10, 20, 40, 80]);
});

test("Ctrl-C ends a download at once, also in the Engine", async () => {
  proxy.set({ bytesPerSecond: 100_000 });
  const controller = new AbortController();
  const pulling = pull({
    signal: controller.signal,
    onTransfer: ({ completedBytes }) => completedBytes > 0 && controller.abort(),
  });
  await expect(pulling).rejects.toMatchObject({ code: "interrupted" });
  expect(await inspectImage(engine, reference, calm())).toBeNull();
});

test.each<[PullReason, { status: number; code: string; message: string }]>([
  ["not-found", { status: 404, code: "MANIFEST_UNKNOWN", message: "manifest unknown" }],
  ["rate-limited", { status: 429, code: "TOOMANYREQUESTS", message: "You have reached your pull rate limit" }],
  ["unauthorized", { status: 403, code: "DENIED", message: "requested access to the resource is denied" }],
])("a registry that refuses is told as %s, at once", async (reason, refuse) => {
  proxy.set({ refuse });
  await expect(pull()).rejects.toMatchObject({ code: "pull-failed", facts: { reason } });
  expect(retries).toEqual([]);
});

test("an unknown name, a registry that is not there and a foreign platform have their own reasons", async () => {
  const cases: [string, PullReason][] = [
    [`${registry()}/localgpt-test/none:1`, "not-found"],
    ["127.0.0.1:1/x:1", "unreachable"],
    ["registry.localgpt.invalid/x:1", "no-such-host"],
    [images.ollama("no-arch"), "wrong-platform"],
  ];
  for (const [name, reason] of cases) {
    await expect(pull({ name })).rejects.toMatchObject({ code: "pull-failed", facts: { name, reason } });
  }
});

test("bytes that arrive damaged fail as corrupt after every attempt", async () => {
  proxy.set({ damage: true });
  await expect(pull()).rejects.toMatchObject({ code: "pull-failed", facts: { reason: "corrupt" } });
});

type Changes = Partial<Parameters<typeof pullImage>[2]> & { name?: string };

function pull({ name = reference, onTransfer, onRetry, ...options }: Changes = {}): Promise<void> {
  return pullImage(engine, name, {
    signal: calm(),
    stallMs: 20_000,
    backoffMs: 10,
    onTransfer: (transfer) => {
      transfers.push(transfer);
      onTransfer?.(transfer);
    },
    onRetry: (retry) => {
      retries.push(retry);
      onRetry?.(retry);
    },
    ...options,
  });
}
