import { afterAll, beforeAll, expect, test } from "vitest";
import type { PullResult } from "../../src/commands/models/pull.ts";
import type { Event } from "../../src/core/run/events.ts";
import { containerOf, modelsOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { readResult, retriesOf, transfersOf } from "../support/program/output.ts";
import { readEvents, waitForEvent, waitUntil } from "../support/program/progress.ts";
import { openTerminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { openConnections } from "../support/services/connections.ts";
import { setSwitches } from "../support/services/images.ts";

let stack: Workspace;
let ollama: string;

beforeAll(async () => {
  stack = await createWorkspace("pull", { model: "none", extra: "stall: 1s\n" });
  const up = await stack.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
  ollama = containerOf(stack, "ollama");
});

afterAll(async () => {
  await stack?.remove();
});

/** The models that were downloaded at the same time, at most, and in the order in which they were begun. */
function followDownloads(events: Event[]): { begun: string[]; most: number } {
  const begun: string[] = [];
  let running = 0;
  let most = 0;
  for (const event of events) {
    if (!("operation" in event) || event.operation.kind !== "ensure-model") continue;
    if (event.type === "operation-started") begun.push(event.operation.model);
    running += event.type === "operation-started" ? 1 : -1;
    most = Math.max(most, running);
  }
  return { begun, most };
}

test("several models are downloaded side by side, each once, and told with bytes and speed", async () => {
  await setSwitches(ollama, { rate: 6_000_000 });
  const asked = ["llama3.2:1b", "qwen2.5:0.5b", "LLAMA3.2:1B", "nomic-embed-text", "nomic-embed-text:v1.5", "tiny"];
  const run = await stack.localgpt(["pull", ...asked, "--json"]);
  await setSwitches(ollama, {});
  expect(run.code, run.stderr).toBe(0);
  const events = readEvents(run.stderr);
  const models = ["llama3.2:1b", "qwen2.5:0.5b", "nomic-embed-text:latest", "nomic-embed-text:v1.5", "tiny:latest"];
  expect(followDownloads(events)).toEqual({ begun: models, most: 3 });
  const result = readResult<PullResult>(run);
  expect(result.models.map(({ model, failure }) => [model, failure])).toEqual(models.map((model) => [model, null]));
  expect(await modelsOf(stack)).toEqual(expect.arrayContaining(models));

  const largest = transfersOf(events).filter(({ name }) => name === "llama3.2:1b");
  const bytes = largest.map(({ completedBytes }) => completedBytes);
  expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
  expect(bytes.filter((count) => count > 0 && count < 8_000_000).length).toBeGreaterThan(2);
  expect(largest.some(({ bytesPerSecond }) => bytesPerSecond !== null && bytesPerSecond > 1_000_000)).toBe(true);
});

test("what is there already is not downloaded again, nor missed where its registry is away", async () => {
  const again = await stack.localgpt(["pull", "tiny", "qwen2.5:0.5b"]);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stdout).toMatch(/tiny:latest is ready \(305 kB\)/);
  // The page runs: nothing is to be started for a chat with them.
  expect(again.stdout).toMatch(new RegExp(`page: http://localhost:${stack.port}\n$`));

  await setSwitches(ollama, { pullError: 'Get "https://registry.ollama.ai/v2/": dial tcp: lookup: no such host' });
  const offline = await stack.localgpt(["pull", "tiny", "nomic-embed-text:v2", "--lang", "es"]);
  await setSwitches(ollama, {});
  expect(offline.code).toBe(1);
  expect(offline.stderr).toMatch(/No se ha podido mirar si hay una versión más nueva de tiny:latest/);
  expect(offline.stdout).toMatch(/✔ tiny:latest está listo/);
  expect(offline.stdout).toMatch(/✖ .*nomic-embed-text:v2.*no se ha podido resolver el nombre/);
});

test("what is cut or stands still is noticed, told and taken up again, whatever goes on beside it", async () => {
  const models = ["cut", "stall", "silent"].map((name) => `${name}:latest`);
  const run = await stack.localgpt(["pull", ...models, "--json"]);
  expect(run.code, run.stderr).toBe(0);
  const events = readEvents(run.stderr);
  const retries = retriesOf(events).map(({ name, reason }) => `${name} ${reason}`);
  expect(retries.sort()).toEqual(["cut:latest cut", "cut:latest cut", "silent:latest stalled", "stall:latest stalled"]);
  for (const model of models) {
    const bytes = transfersOf(events).flatMap(({ name, completedBytes }) => (name === model ? [completedBytes] : []));
    // Nothing of what was there is downloaded again.
    expect(bytes, model).toEqual([...bytes].sort((a, b) => a - b));
  }
  expect(readResult<PullResult>(run).models.map(({ failure }) => failure)).toEqual([null, null, null]);
  expect(await modelsOf(stack)).toEqual(expect.arrayContaining(models));
});

test("Ctrl-C ends all downloads in Ollama at once; the next pull goes on where they were", async () => {
  await setSwitches(ollama, { rate: 3_000_000 });
  const terminal = await openTerminal(stack, ["pull", "big:300m", "llama3.2", "--lang", "es"], { columns: 100 });
  try {
    // A line for each, in one place. The larger one comes in three parts at once: a megabyte of each.
    await terminal.waitFor(
      /big:300m .*\d+ %, ([3-9]|\d\d) MB \/ 300 MB.*\n.*llama3\.2:latest .*\d+ %, ([3-9]|\d\d) MB \/ 24 MB/,
    );
    await terminal.press("C-c");
    expect(await terminal.exitCode()).toBe(130);
    expect(await terminal.screen()).toContain("Interrumpido");
  } finally {
    await terminal.close();
  }
  await expect.poll(() => openConnections(ollama)).toEqual([]);
  let parts: { Size: number; Completed: number }[] = [];
  // It notes how far it came a moment after the connection is gone.
  await waitUntil("Ollama has noted what it keeps", async () => {
    const kept = await docker("exec", ollama, "sh", "-c", "cat /root/.ollama/models/blobs/*-partial-0");
    try {
      parts = kept.split("\n").map((line) => JSON.parse(line) as { Size: number; Completed: number });
    } catch {
      return false;
    }
    return parts.length === 2;
  });
  expect(parts.map(({ Size }) => Size).sort()).toEqual([100_000_000, 24_000_000]);
  for (const { Completed } of parts) expect(Completed).toBeGreaterThan(500_000);

  await setSwitches(ollama, { rate: 300_000_000 });
  const again = await stack.localgpt(["pull", "big:300m", "llama3.2", "--json"]);
  await setSwitches(ollama, {});
  expect(again.code, again.stderr).toBe(0);
  const transfers = transfersOf(readEvents(again.stderr));
  for (const [name, size] of [
    ["big:300m", 100_000_000],
    ["llama3.2:latest", 24_000_000],
  ] as const) {
    const first = transfers.find((transfer) => transfer.name === name && transfer.completedBytes > 0);
    const keptBytes = parts.find(({ Size }) => Size === size)?.Completed;
    expect(first?.completedBytes, name).toBeGreaterThanOrEqual(keptBytes ?? Number.NaN);
  }
});

// Last: nothing runs after it.
test("a `down` meanwhile ends a download soon, and it says why", async () => {
  const removed = await stack.localgpt(["models", "rm", "nomic-embed-text", "nomic-embed-text:v1.5", "--yes"]);
  expect(removed.code, removed.stderr).toBe(0);
  await setSwitches(ollama, { rate: 100_000 });
  const running = stack.start(["pull", "nomic-embed-text", "--lang", "es", "--json"]);
  await waitForEvent(running, (event) => event.type === "transfer" && event.transfer.completedBytes > 100_000);
  const down = await stack.localgpt(["down"]);
  expect(down.code, down.stderr).toBe(0);
  const { exitCode, stdout, stderr } = await running;
  expect(exitCode, stderr).toBe(5);
  expect(retriesOf(readEvents(stderr)).length).toBeLessThanOrEqual(1);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: "service-not-ready",
    facts: { service: "ollama", reason: "removed" },
    message: "El contenedor de Ollama se ha eliminado mientras tanto",
  });
});
