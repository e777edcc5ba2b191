import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Context } from "../../src/commands/context.ts";
import { pullExitCode, runPull } from "../../src/commands/models/pull.ts";
import type { LocalgptError } from "../../src/core/errors/errors.ts";
import { planUp } from "../../src/core/plan/plan.ts";
import type { Event } from "../../src/core/run/events.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { loadSettings } from "../../src/host/stores/settings-store.ts";
import { observeStack } from "../../src/services/stack/observe-stack.ts";
import { prepareStack } from "../../src/services/stack/prepare-stack.ts";
import { modelNamed } from "../support/data/model-named.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { createContext } from "../support/program/context.ts";
import { openConnections } from "../support/services/connections.ts";
import { images, setSwitches } from "../support/services/images.ts";
import { startModelRegistry } from "../support/services/model-registry.ts";

let engine: Engine;
let folder: string;
let project: string;
let events: Event[];

beforeAll(async () => {
  engine = await connectUnderTest();
});

beforeEach(async () => {
  project = uniqueProject("pull");
  folder = await mkdtemp(join(tmpdir(), "localgpt-pull-"));
  events = [];
  const lines = [`name: ${project}`, "model: tiny", "gpu: none", `ollama:\n  image: ${images.ollama("1")}`];
  await writeFile(join(folder, "settings.yaml"), `${lines.join("\n")}\n`);
});

afterEach(async () => {
  await removeProject(project);
  await leakCheck(project);
  await rm(folder, { recursive: true, force: true });
});

function contextWith(more: Partial<Context> = {}): Context {
  return createContext({ engine, folder, emit: (event) => events.push(event) }, more);
}

function pull(...models: string[]) {
  return runPull(contextWith(), { models: models.map(modelNamed), force: false });
}

async function stateOfOllama(): Promise<string> {
  return docker("container", "inspect", "--format", "{{.State.Status}}", `${project}-ollama-1`);
}

function notices(): string[] {
  return events.flatMap((event) => (event.type === "notice" ? [event.notice.id] : []));
}

/** What `up` would do with the services, waits aside. */
async function planned(): Promise<string[]> {
  const { settings } = await loadSettings({ folder, project: null });
  const prepared = await prepareStack(engine, { ...settings, language: "en" }, { ...contextWith() });
  const observation = await observeStack(engine, prepared.stack, calm());
  const operations = planUp(prepared.stack, observation, { services: ["ollama"], model: null, previous: null });
  return operations.filter(({ kind }) => kind !== "wait-ready").map(({ id }) => id);
}

test("with the stack down Ollama is started alone, stopped again, and nothing of it has to be made anew", async () => {
  const result = await pull("tiny:latest");
  expect(result).toMatchObject({ project, models: [{ model: "tiny:latest", failure: null }] });
  expect(result.models[0]?.sizeBytes).toBeGreaterThan(300_000);
  expect(await stateOfOllama()).toBe("exited");
  expect(notices()).toEqual(expect.arrayContaining(["ollama-alone", "ollama-stopped"]));
  expect(events.some(({ type }) => type === "transfer")).toBe(true);
  expect(await docker("ps", "--all", "--quiet", "--filter", `name=${project}-open-webui`)).toBe("");
  expect(await planned()).toEqual(["start:ollama"]);
});

test("an Ollama that runs already goes on running", async () => {
  await pull("tiny:latest");
  await docker("start", `${project}-ollama-1`);
  events = [];
  await pull("qwen2.5:0.5b");
  expect(await stateOfOllama()).toBe("running");
  expect(notices()).not.toContain("ollama-alone");
});

test("one model that fails does not hold up the others", async () => {
  const result = await pull("no-space:latest", "tiny:latest", "nosuchmodel:latest");
  expect(result.models).toMatchObject([
    { model: "no-space:latest", failure: { code: "pull-failed", facts: { reason: "no-space" } } },
    { model: "tiny:latest", failure: null },
    { model: "nosuchmodel:latest", failure: { code: "pull-failed", facts: { reason: "not-found" } } },
  ]);
  expect(pullExitCode(result)).toBe(1);
  expect(await stateOfOllama()).toBe("exited");
});

test("the failure of an only model is the command's, and Ollama is stopped all the same", async () => {
  await expect(pull("x509:latest")).rejects.toMatchObject({ code: "pull-failed", facts: { reason: "tls" } });
  expect(await stateOfOllama()).toBe("exited");
});

test("what cannot fit, or does not exist, is refused before anything is started", async () => {
  const registry = await startModelRegistry({ huge: 1e15 });
  try {
    const huge = `${registry.name("huge")}:latest`;
    await expect(pull(huge)).rejects.toMatchObject({
      code: "checks-refused",
      facts: { findings: expect.arrayContaining([expect.objectContaining({ id: "model-memory", status: "failure" })]) },
    });
    const unknown = `${registry.name("unknown")}:latest`;
    await expect(pull(unknown)).rejects.toMatchObject({ code: "pull-failed", facts: { reason: "not-found" } });
    const result = await pull(huge, unknown);
    expect(result.models.map(({ failure }) => failure?.code)).toEqual(["checks-refused", "pull-failed"]);
    expect(await docker("ps", "--all", "--quiet", "--filter", `name=${project}`)).toBe("");
  } finally {
    await registry.close();
  }
});

test("what the disk has no room for is refused before the download: alone, or with what is downloaded beside it", async () => {
  await pull("tiny:latest");
  const bulky = await startModelRegistry({ bulky: { weightsBytes: 1e6, otherBytes: 1e15 } });
  const refused = { code: "checks-refused", facts: { findings: [{ id: "disk", status: "failure" }] } };
  try {
    // What a stopped Ollama has already it must be asked first; it is stopped again.
    await expect(pull(`${bulky.name("bulky")}:latest`)).rejects.toMatchObject(refused);
    expect(await stateOfOllama()).toBe("exited");
  } finally {
    await bulky.close();
  }
  await docker("start", `${project}-ollama-1`);
  const table = await docker("exec", `${project}-ollama-1`, "df", "-B1", "--output=avail", "/root/.ollama");
  const share = { weightsBytes: 1e6, otherBytes: Math.floor(Number(table.split("\n")[1]) * 0.6) };
  const registry = await startModelRegistry({ a: share, b: share });
  try {
    const { models } = await pull(`${registry.name("a")}:latest`, `${registry.name("b")}:latest`);
    // The first may be downloaded (only this registry has no bytes of it), the second no more.
    expect(models).toMatchObject([{ failure: { code: "pull-failed" } }, { failure: refused }]);
  } finally {
    await registry.close();
  }
});

test("a disk that fills up during the download is reported with what is still missing", async () => {
  const size = ["--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", "o=size=5m"];
  const labels = [`com.docker.compose.project=${project}`, "com.docker.compose.volume=ollama"];
  await docker("volume", "create", ...size, ...labels.flatMap((label) => ["--label", label]), `${project}_ollama`);
  // By force, because the check sees a disk that is too small where it asks in the container.
  const failure = await runPull(contextWith(), { models: [modelNamed("llama3.2:1b")], force: true }).catch(
    (error) => error,
  );
  expect(failure).toMatchObject({ code: "pull-failed", facts: { reason: "no-space" } });
  const { remainingBytes } = (failure as LocalgptError<"pull-failed">).facts;
  expect(remainingBytes).toBeGreaterThan(2_000_000);
  expect(remainingBytes).toBeLessThan(8_000_000);
  expect(await stateOfOllama()).toBe("exited");
});

test("an interrupted download stops at once, also Ollama; the next one goes on where it was", async () => {
  await pull("tiny:latest");
  await docker("start", `${project}-ollama-1`);
  await setSwitches(`${project}-ollama-1`, { rate: 4_000_000 });
  const controller = new AbortController();
  const emit = (event: Event) => {
    if (event.type === "transfer" && event.transfer.completedBytes > 2_000_000) controller.abort();
  };
  const options = { models: [modelNamed("llama3.2:1b")], force: false };
  await expect(runPull(contextWith({ signal: controller.signal, emit }), options)).rejects.toMatchObject({
    code: "interrupted",
  });
  expect(await stateOfOllama()).toBe("running");
  await expect.poll(() => openConnections(`${project}-ollama-1`)).toEqual([]);
  await docker("stop", `${project}-ollama-1`);
  events = [];
  const again = new AbortController();
  const watch = (event: Event) => {
    events.push(event);
    if (event.type === "transfer" && event.transfer.phase === "downloading") again.abort();
  };
  await expect(runPull(contextWith({ signal: again.signal, emit: watch }), options)).rejects.toMatchObject({
    code: "interrupted",
  });
  expect(await stateOfOllama()).toBe("exited");
  const first = events.find((event) => event.type === "transfer" && event.transfer.phase === "downloading");
  expect(first).toMatchObject({ transfer: { completedBytes: expect.any(Number) } });
  expect(first?.type === "transfer" && first.transfer.completedBytes).toBeGreaterThan(1_900_000);
});
