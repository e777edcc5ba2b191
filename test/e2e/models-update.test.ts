import { afterAll, beforeAll, expect, test } from "vitest";
import type { ModelsUpdateResult } from "../../src/commands/models/models-update-text.ts";
import { containerOf, modelsOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { readResult, transfersOf } from "../support/program/output.ts";
import { readEvents, waitForEvent } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { setSwitches } from "../support/services/images.ts";
import { type ModelRegistry, startModelRegistry } from "../support/services/model-registry.ts";

const modelBytes = 8_000_000;
let stack: Workspace;
let registry: ModelRegistry;
let ollama: string;
let model: string;

beforeAll(async () => {
  registry = await startModelRegistry({ "llama3.2": modelBytes });
  stack = await createWorkspace("update", { model: "none" });
  model = registry.name("llama3.2:1b");
  ollama = containerOf(stack, "ollama");
  // No page is needed: what runs is Ollama, as for a person who started only that.
  for (const name of [model, "tiny"]) {
    const pull = await stack.localgpt(["pull", name]);
    if (pull.code !== 0) throw new Error(pull.stderr);
  }
  await docker("start", ollama);
  registry.publish("llama3.2", await manifestOf(model));
});

afterAll(async () => {
  await stack?.remove();
  await registry?.close();
});

const manifestOf = (name: string) =>
  docker("exec", ollama, "cat", `/root/.ollama/models/manifests/${name.replace(/:([^:/]*)$/, "/$1")}`);

async function storeBytes(): Promise<number> {
  return Number((await docker("exec", ollama, "du", "-sb", "/root/.ollama/models/blobs")).split("\t")[0]);
}

async function update(code: number, ...args: string[]): Promise<ModelsUpdateResult & { stderr: string }> {
  const run = await stack.localgpt(["models", "update", ...args, "--json"]);
  expect(run.code, run.stderr + run.stdout).toBe(code);
  return { ...readResult<ModelsUpdateResult>(run), stderr: run.stderr };
}

/** Has the test's registry publish another version of the model, which the stand-in gets when it downloads it. */
async function publishNewVersion(edition: number): Promise<void> {
  await setSwitches(ollama, { edition });
  const twin = model.replace("/library/", "/twin/");
  const pull = await stack.localgpt(["pull", twin]);
  if (pull.code !== 0) throw new Error(pull.stderr);
  registry.publish("llama3.2", await manifestOf(twin));
  const rm = await stack.localgpt(["models", "rm", twin, "--yes"]);
  if (rm.code !== 0) throw new Error(rm.stderr);
}

test("what is as new as in the registry, made here, or of a registry that nobody reaches is told apart", async () => {
  expect((await stack.localgpt(["tune", model, "--as", "mine", "--seed", "1"])).code).toBe(0);
  // The registry of `tiny` is the world's, and this machine cannot reach it.
  const { models } = await update(1, "--all");
  const states = Object.fromEntries(models.map(({ model: name, state }) => [name, state]));
  expect(states).toEqual({ [model]: "current", "tiny:latest": "unknown", "mine:latest": "local" });
  expect((await update(0, model)).models).toMatchObject([{ state: "current" }]);
  expect((await stack.localgpt(["models", "rm", "mine", "--yes"])).code).toBe(0);
});

test("a newer version is reported with its bytes, downloaded, and leaves nothing of the old one", async () => {
  const storedBytes = await storeBytes();
  await publishNewVersion(2);
  const before = await modelsOf(stack);

  const dry = await update(0, model, "--dry-run");
  const [told] = dry.models;
  expect(told).toMatchObject({ state: "outdated", failure: null });
  // The license and the template are on the disk already.
  expect(told?.downloadBytes).toBeGreaterThan(modelBytes);
  expect(told?.downloadBytes).toBeLessThan(modelBytes + 1000);
  const spanish = await stack.localgpt(["models", "update", model, "--dry-run", "--lang", "es"]);
  expect(spanish.stdout).toContain("tiene una versión más nueva (8 MB)");
  expect(spanish.stdout).toContain("no se ha cambiado nada");

  const { models, stderr } = await update(0, model);
  expect(models).toMatchObject([{ state: "updated", newDigest: told?.newDigest }]);
  const events = readEvents(stderr);
  expect(events).toContainEqual({
    type: "notice",
    notice: { id: "updates-found", models: [{ model, downloadBytes: told?.downloadBytes }] },
  });
  expect(transfersOf(events).length).toBeGreaterThan(1);
  expect((await update(0, model)).models).toMatchObject([{ state: "current", digest: told?.newDigest }]);
  expect(await modelsOf(stack)).toEqual(expect.arrayContaining(before));
  expect((await modelsOf(stack)).length).toBe(before.length);
  expect(Math.abs((await storeBytes()) - storedBytes)).toBeLessThan(20_000);
});

test("after Ctrl-C the version that was there is whole, and the next update goes on", async () => {
  await publishNewVersion(3);
  await setSwitches(ollama, { edition: 3, rate: 4_000_000 });
  const before = await manifestOf(model);
  const running = stack.start(["models", "update", model, "--json"]);
  await waitForEvent(running, (event) => event.type === "transfer" && event.transfer.completedBytes > 1_000_000);
  running.kill("SIGINT");
  expect((await running).exitCode).toBe(130);
  expect(await manifestOf(model)).toBe(before);
  expect((await modelsOf(stack)).sort()).toEqual([model, "tiny:latest"].sort());

  await setSwitches(ollama, { edition: 3 });
  const run = await stack.localgpt(["models", "update", model]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/is up to date again/);
  expect(await manifestOf(model)).not.toBe(before);
});

test("names or all of them must be said, and not both", async () => {
  const codes = async (...args: string[]) => {
    const run = await stack.localgpt(["models", "update", ...args, "--json"]);
    return [run.code, readResult<{ error: { code: string } }>(run).error.code];
  };
  expect(await codes()).toEqual([2, "missing-argument"]);
  expect(await codes("tiny", "--all")).toEqual([2, "conflicting-options"]);
  expect(await codes("tinny")).toEqual([2, "unknown-model"]);
});
