import { describe, expect, test } from "vitest";
import { judgeDisk, judgeImages, judgeModel, judgeRegistry } from "../../../../src/core/judge/judge-downloads.ts";
import { defaultSettings } from "../../../../src/core/settings/settings.ts";
import { registryHost } from "../../../../src/core/values/image-reference.ts";

describe("judgeDisk", () => {
  test.each([
    { free: 100e9, needed: 13e9, download: 7e9, status: "ok" },
    { free: 15e9, needed: 13e9, download: 7e9, status: "ok" },
    { free: 14e9, needed: 13e9, download: 7e9, status: "warning" },
    { free: 7e9, needed: 13e9, download: 7e9, status: "warning" },
    { free: 6.9e9, needed: 13e9, download: 7e9, status: "failure" },
    { free: 1e9, needed: 0, download: 0, status: "warning" },
    { free: 0, needed: 0, download: 0, status: "warning" },
    { free: null, needed: 13e9, download: 7e9, status: "note" },
  ])("$free free, $needed needed, $download to download: $status", ({ free, needed, download, status }) => {
    const facts = { freeBytes: free, neededBytes: needed, downloadBytes: download, path: "/var/lib/docker" };
    expect(judgeDisk(facts).status).toBe(status);
  });
});

describe("judgeImages", () => {
  const amd64 = { architecture: "x86_64", canEmulate: false };
  const image = (architecture: string) => ({ id: "sha256:1", sizeBytes: 1, architecture, digests: [] });
  const { ollama } = defaultSettings.images;

  test.each([
    { name: "all here", images: { a: image("amd64"), b: image("amd64") }, engine: amd64, status: "ok" },
    { name: "one missing", images: { a: image("amd64"), b: null }, engine: amd64, status: "note" },
    { name: "made for ARM", images: { a: image("arm64") }, engine: amd64, status: "failure" },
    {
      name: "made for ARM, emulated",
      images: { a: image("arm64") },
      engine: { ...amd64, canEmulate: true },
      status: "warning",
    },
    { name: "made for a mainframe", images: { a: image("s390x") }, engine: amd64, status: "failure" },
    { name: "made for its 32-bit ancestor", images: { a: image("386") }, engine: amd64, status: "ok" },
    { name: "made for nobody knows what", images: { a: image("") }, engine: amd64, status: "ok" },
    {
      name: "a processor without images",
      images: { [ollama]: null },
      engine: { ...amd64, architecture: "armv7l" },
      status: "failure",
    },
    {
      name: "one's own image there",
      images: { own: null },
      engine: { ...amd64, architecture: "riscv64" },
      status: "note",
    },
  ])("$name: $status", ({ images, engine, status }) => {
    expect(judgeImages(images, engine).status).toBe(status);
  });

  test("knows what the release's own images take", () => {
    expect(judgeImages({ [ollama]: null, own: null }, amd64).facts).toMatchObject({
      missing: [ollama, "own"],
      downloadBytes: 3.8e9,
    });
  });
});

test.each([
  { state: "present", status: "ok" },
  { state: "missing", status: "note" },
  { state: "unknown", status: "note" },
  { state: "not-found", status: "failure" },
] as const)("a model that is $state: $status", ({ state, status }) => {
  expect(judgeModel({ model: "tiny", state, bytes: null, reason: null, near: null }).status).toBe(status);
});

test("a model that its registry does not know may still be Ollama's own: a warning", () => {
  const facts = { model: "tinny", state: "unknown", bytes: null, reason: "not-found", near: "tiny" } as const;
  expect(judgeModel(facts).status).toBe("warning");
});

test("an unreachable registry is a warning, a note where the Engine has ways of its own", () => {
  const there = { host: "a", reachable: true, reason: null, detail: null };
  const away = { host: "b", reachable: false, reason: "no-such-host" as const, detail: null };
  expect(judgeRegistry([there], { hasOwnWays: false }).status).toBe("ok");
  expect(judgeRegistry([there, away], { hasOwnWays: false }).status).toBe("warning");
  expect(judgeRegistry([there, away], { hasOwnWays: true }).status).toBe("note");
});

test.each([
  { image: "ollama/ollama:0.35.1", host: "registry-1.docker.io" },
  { image: "busybox", host: "registry-1.docker.io" },
  { image: "docker.io/library/busybox:1", host: "registry-1.docker.io" },
  { image: "ghcr.io/open-webui/open-webui:v0.11.4", host: "ghcr.io" },
  { image: "localhost/a", host: "localhost" },
  { image: "127.0.0.1:5000/a/b:1", host: "127.0.0.1:5000" },
  { image: "registry:5000/a", host: "registry:5000" },
  { image: "busybox:1.36", host: "registry-1.docker.io" },
])("$image comes from $host", ({ image, host }) => {
  expect(registryHost(image)).toBe(host);
});
