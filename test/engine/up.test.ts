import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pid } from "node:process";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { runUp, type UpOptions } from "../../src/commands/stack/up.ts";
import type { Event } from "../../src/core/run/events.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { withLock } from "../../src/host/files/lock.ts";
import { createProcesses } from "../../src/host/machine/processes.ts";
import { loadSettings, saveSettings } from "../../src/host/stores/settings-store.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, freePort, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { createContext } from "../support/program/context.ts";
import { images } from "../support/services/images.ts";

let engine: Engine;
let folder: string;
let project: string;
let port: number;

beforeAll(async () => {
  engine = await connectUnderTest();
});

beforeEach(async () => {
  project = uniqueProject("up");
  port = await freePort();
  folder = await mkdtemp(join(tmpdir(), "localgpt-up-"));
  const lines = [`name: ${project}`, `port: ${port}`, "model: none", "gpu: none"];
  const chosen = [`ollama:\n  image: ${images.ollama("1")}`, `open-webui:\n  image: ${images.openWebui("1")}`];
  await writeFile(join(folder, "settings.yaml"), `${[...lines, ...chosen].join("\n")}\n`);
});

afterEach(async () => {
  await removeProject(project);
  await leakCheck(project);
  await rm(folder, { recursive: true, force: true });
});

function up(options: Partial<UpOptions> = {}, emit: (event: Event) => void = () => {}) {
  const all = { changes: {}, open: false, force: false, dryRun: false, timeoutMs: null, ...options };
  return runUp(createContext({ engine, folder, emit }), all);
}

async function publishedPort(): Promise<string> {
  return docker("port", `${project}-open-webui-1`, "8080/tcp");
}

test("one that waited for another keeps what that one chose", async () => {
  const otherPort = await freePort();
  let waited: ReturnType<typeof up> | null = null;
  await withLock(
    folder,
    { command: "localgpt up", signal: calm(), emit: () => {}, processes: createProcesses(process) },
    async () => {
      await new Promise<void>((resolve) => {
        waited = up({ changes: { context: "8192" } }, (event) => {
          if (event.type === "notice" && event.notice.id === "waiting-for-lock") resolve();
        });
      });
      await saveSettings({ folder, project: null }, { port: `${otherPort}` });
    },
  );
  expect(await waited).toMatchObject({ address: `http://localhost:${otherPort}`, context: 8192 });
  expect(await publishedPort()).toBe(`127.0.0.1:${otherPort}`);
  const { settings } = await loadSettings({ folder, project: null });
  expect(settings).toMatchObject({ port: otherPort, context: 8192 });
});

test("a port that is taken when the page starts is reported with who holds it and a free one", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  try {
    await expect(up({ force: true })).rejects.toMatchObject({
      code: "port-taken",
      facts: { port, setting: "port", owner: { kind: "process", pid }, nextFree: expect.any(Number) },
    });
  } finally {
    server.close();
  }
  expect(await up()).toMatchObject({ changed: true, address: `http://localhost:${port}` });
});

test("without a browser the stack is up all the same, and its address is reported", async () => {
  expect(await up({ open: true })).toMatchObject({ address: `http://localhost:${port}`, opened: false });
});
