import { afterAll, beforeAll, expect, test } from "vitest";
import { containerOf, modelsOf } from "../support/containers.ts";
import { setSwitches } from "../support/images.ts";
import { docker, openTunnels } from "../support/lab.ts";
import { readResult, retriesOf, transfersOf } from "../support/output.ts";
import { readEvents, waitForEvent } from "../support/progress.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

type PullResult = { models: { model: string; sizeBytes: number; failure: null }[] };

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

test("downloads several models and says of each that it is ready", async () => {
  const run = await stack.localgpt(["pull", "llama3.2:1b", "qwen2.5:0.5b"]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/llama3\.2:1b is ready \(8 MB\)/);
  expect(run.stdout).toMatch(/qwen2\.5:0\.5b is ready \(2 MB\)/);
  // The page runs: nothing is to be started for a chat with them.
  expect(run.stdout).toMatch(new RegExp(`page: http://localhost:${stack.port}\n$`));
  expect(await modelsOf(stack)).toEqual(expect.arrayContaining(["llama3.2:1b", "qwen2.5:0.5b"]));
});

test("tells bytes and speed while it downloads", async () => {
  await setSwitches(ollama, { rate: 12_000_000 });
  const run = await stack.localgpt(["pull", "llama3.2:3b", "--json"]);
  await setSwitches(ollama, {});
  expect(run.code, run.stderr).toBe(0);
  const transfers = transfersOf(readEvents(run.stderr)).filter(({ kind }) => kind === "model");
  const bytes = transfers.map(({ completedBytes }) => completedBytes);
  expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
  expect(bytes.filter((count) => count > 0 && count < 24_000_000).length).toBeGreaterThan(2);
  expect(transfers.some(({ bytesPerSecond }) => bytesPerSecond !== null && bytesPerSecond > 1_000_000)).toBe(true);
  expect(readResult<PullResult>(run).models).toMatchObject([{ model: "llama3.2:3b", failure: null }]);
});

test("a model that is there already is not downloaded again", async () => {
  expect((await stack.localgpt(["pull", "tiny"])).code).toBe(0);
  const again = await stack.localgpt(["pull", "tiny", "--json"]);
  expect(again.code).toBe(0);
  expect(retriesOf(readEvents(again.stderr))).toEqual([]);
});

test("a connection that breaks off is tried again and goes on where it was", async () => {
  const run = await stack.localgpt(["pull", "cut", "--json"]);
  expect(run.code, run.stderr).toBe(0);
  const events = readEvents(run.stderr);
  expect(retriesOf(events).length).toBeGreaterThanOrEqual(2);
  const bytes = transfersOf(events).map(({ completedBytes }) => completedBytes);
  expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
  expect(await modelsOf(stack)).toContain("cut:latest");
});

test.each(["stall", "silent"])("a download that stands still (%s) is noticed, told and tried again", async (model) => {
  const run = await stack.localgpt(["pull", model, "--lang", "es"]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toMatch(/interrumpida \(no llegan datos\)/);
  expect(run.stdout).toContain(`${model}:latest está listo (4 MB)`);
});

test("Ctrl-C ends the download in Ollama at once; the next pull goes on where it was", async () => {
  const running = stack.start(["pull", "big:300m", "--json"]);
  await waitForEvent(running, (event) => event.type === "transfer" && event.transfer.completedBytes > 8_000_000);
  running.kill("SIGINT");
  const ended = await running;
  expect(ended.exitCode).toBe(130);
  expect(readResult<{ error: { code: string } }>({ code: 130, stdout: ended.stdout, stderr: "" }).error.code).toBe(
    "interrupted",
  );
  await expect.poll(() => openTunnels(ollama)).toEqual([]);
  const kept = await docker("exec", ollama, "sh", "-c", "cat /root/.ollama/models/blobs/*-partial-0");
  const { Completed: keptBytes } = JSON.parse(kept) as { Completed: number };
  expect(keptBytes).toBeGreaterThan(2_000_000);

  await setSwitches(ollama, { rate: 300_000_000 });
  const again = await stack.localgpt(["pull", "big:300m", "--json"]);
  await setSwitches(ollama, {});
  expect(again.code, again.stderr).toBe(0);
  const first = transfersOf(readEvents(again.stderr)).find(({ completedBytes }) => completedBytes > 0);
  expect(first?.completedBytes).toBeGreaterThanOrEqual(keptBytes);
});

// Last: nothing runs after it.
test("a `down` meanwhile ends a download soon, and it says why", async () => {
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
