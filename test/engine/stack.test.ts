import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Handlers } from "../../src/core/plan/handler.ts";
import { planDown, planRestart, planUp } from "../../src/core/plan/plan.ts";
import type { Event } from "../../src/core/run/events.ts";
import type { Operation } from "../../src/core/run/operations.ts";
import { defaultSettings } from "../../src/core/settings/settings.ts";
import { renderComposeFile } from "../../src/core/stack/compose-file.ts";
import type { EngineObservation } from "../../src/core/stack/observation.ts";
import { sizeResources } from "../../src/core/stack/resources.ts";
import { networkName, type Stack, volumeName } from "../../src/core/stack/stack.ts";
import { inspectContainer, listPublishedPorts } from "../../src/engine/containers/containers.ts";
import { listProjectContainers, observeProject, observeProjectNames } from "../../src/engine/containers/observe.ts";
import { createEngineHandlers } from "../../src/engine/plan/engine-handlers.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { waitReady } from "../../src/services/stack/ready.ts";
import { applyOperations } from "../../src/services/steps/apply.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { containerOf } from "../support/engines/containers.ts";
import { compose, docker, freePort, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { images } from "../support/services/images.ts";

let engine: Engine;
let project: string;
let folder: string;
let file: string;
let stack: Stack;
let port: number;

beforeAll(async () => {
  engine = await connectUnderTest();
});
beforeEach(async () => {
  project = uniqueProject("stack");
  folder = await mkdtemp(join(tmpdir(), "localgpt-stack-"));
  port = await freePort();
  await render({});
});
afterEach(async () => {
  await removeProject(project);
  await rm(folder, { recursive: true });
  await leakCheck(project);
});

test("what up makes, docker compose finds up to date, lists and takes down", async () => {
  await up();
  const before = await ids();
  await compose("-f", file, "up", "-d");
  expect(await ids()).toEqual(before);
  expect(await compose("-p", project, "ps", "--services")).toBe("ollama\nopen-webui");
  await compose("-p", project, "down");
  expect(await observe()).toMatchObject({ containers: {}, network: null });
  expect(Object.values((await observe()).volumes)).not.toContain(null);
});

test("what docker compose makes, up finds up to date and down removes", async () => {
  // Compose's own `up` would wait for Ollama's health, which is not what this is about.
  await compose("-f", file, "create");
  await docker("start", containerOf({ project }, "ollama"), containerOf({ project }, "open-webui"));
  expect(withoutWaits(plan(await observe()))).toEqual([]);
  // A program that has not yet said what to do on SIGTERM would use up its whole grace period.
  const page = { service: "open-webui" as const, container: containerOf({ project }, "open-webui"), timeoutMs: 30_000 };
  await waitReady(engine, { ...page, ...tools() });
  await down();
  expect(await observe()).toMatchObject({ containers: {}, network: null });
  expect((await observeProjectNames(engine, project, calm())).volumes).toEqual([
    volumeName(stack, "ollama"),
    volumeName(stack, "open-webui"),
  ]);
});

test("containers are observed with their limits, ports, aliases and volumes, running or not", async () => {
  await up();
  const network = (await observe()).network?.id ?? "";
  const running = (await observe()).containers;
  expect(running["open-webui"]).toMatchObject({
    state: "running",
    health: "starting",
    published: { "8080/tcp": `127.0.0.1:${port}` },
    volumes: { "/app/backend/data": volumeName(stack, "open-webui") },
    image: images.openWebui("1"),
    finishedAt: null,
  });
  expect(running.ollama).toMatchObject({ cpuLimit: 1.5, memoryLimitBytes: 1024 ** 3, restartCount: 0 });
  expect(running.ollama?.networks[network]).toEqual(
    expect.arrayContaining([containerOf({ project }, "ollama"), "ollama"]),
  );
  expect((await listPublishedPorts(engine, calm())).filter((published) => published.port === port)).toEqual([
    { port, container: containerOf({ project }, "open-webui"), project, service: "open-webui" },
  ]);
  await docker("stop", containerOf({ project }, "ollama"));
  const stopped = (await observe()).containers.ollama;
  expect(stopped).toMatchObject({ state: "exited", oomKilled: false });
  expect(stopped?.networks[network]).toContain("ollama");
  expect(stopped?.finishedAt).not.toBeNull();
});

test("a stack that is stopped halfway is completed without making anything anew", async () => {
  const operations = plan(await observe());
  await applyOperations(
    operations.filter(({ kind }) => !kind.startsWith("start")).map(independent),
    handlers(),
    tools(),
  );
  const created = await ids();
  expect(withoutWaits(plan(await observe())).map(({ id }) => id)).toEqual(["start:ollama", "start:open-webui"]);
  await up();
  expect(await ids()).toEqual(created);
});

test("changed settings remake what they touch, the other container stays", async () => {
  await up();
  const before = await ids();
  await render({ cpus: 1 });
  await up();
  const after = await ids();
  expect(after.ollama).not.toBe(before.ollama);
  expect(after["open-webui"]).toBe(before["open-webui"]);
  expect(withoutWaits(plan(await observe()))).toEqual([]);
});

test("restart keeps the containers, and wakes a paused one", async () => {
  await up();
  const before = await ids();
  await docker("pause", containerOf({ project }, "ollama"));
  expect((await observe()).containers.ollama?.state).toBe("paused");
  await applyOperations(planRestart(await list()), handlers(), tools());
  expect(await ids()).toEqual(before);
  expect((await list()).map(({ state }) => state)).toEqual(["running", "running"]);
});

test("down removes paused and stopped containers too, and doing it again changes nothing", async () => {
  await up();
  await docker("pause", containerOf({ project }, "ollama"));
  await docker("stop", "-t", "1", containerOf({ project }, "open-webui"));
  await down();
  expect(await list()).toEqual([]);
  const operations = planDown([], networkName(stack));
  await applyOperations(operations, handlers(), tools());
});

test("a network that something else uses stays and is reported", async () => {
  await up();
  const guest = `${project}-guest`;
  await docker("run", "-d", "--name", guest, "--network", networkName(stack), images.ollama("1"));
  const events = await down();
  expect(events).toContainEqual({ type: "notice", notice: { id: "network-in-use", network: networkName(stack) } });
  const ends = events.filter((event) => "operation" in event && event.operation.kind === "remove-network");
  expect(ends.map(({ type }) => type)).toEqual(["operation-started", "operation-cancelled"]);
});

test("names that belong to somebody else are refused, a foreign volume is used", async () => {
  await docker("volume", "create", volumeName(stack, "ollama"));
  expect((await observe()).volumes[volumeName(stack, "ollama")]).toEqual({ labels: {} });
  await docker("network", "create", networkName(stack));
  const network = { kind: "network", name: networkName(stack) };
  await expect(observe()).rejects.toMatchObject({ code: "name-taken", facts: network });
  await docker("network", "rm", networkName(stack));
  await docker("create", "--name", containerOf({ project }, "ollama"), images.ollama("1"));
  const container = { kind: "container", name: containerOf({ project }, "ollama") };
  await expect(observe()).rejects.toMatchObject({ code: "name-taken", facts: container });
});

test("names that are taken between looking and making are refused too", async () => {
  const operations = plan(await observe());
  await docker("network", "create", networkName(stack));
  await expect(applyOperations(operations, handlers(), tools())).rejects.toMatchObject({ code: "name-taken" });
  await docker("network", "rm", networkName(stack));
  await docker("create", "--name", containerOf({ project }, "ollama"), images.ollama("1"));
  await expect(applyOperations(operations, handlers(), tools())).rejects.toMatchObject({
    code: "name-taken",
    facts: { kind: "container", name: containerOf({ project }, "ollama") },
  });
});

test("a port that is taken is reported by its number", async () => {
  const owner = `${project}-owner`;
  await docker("run", "-d", "--name", owner, "-p", `127.0.0.1:${port}:80`, images.ollama("1"));
  await expect(up()).rejects.toMatchObject({ code: "port-taken", facts: { port } });
  await docker("rm", "-f", owner);
  await up();
});

test("a GPU that the Engine cannot give is reported as such", async () => {
  await render({ gpu: "nvidia" });
  await expect(up()).rejects.toMatchObject({ code: "gpu-refused", facts: { gpu: "nvidia" } });
});

test("a container that is gone is null", async () => {
  expect(await inspectContainer(engine, `${project}-none`, calm())).toBeNull();
});

test("an interrupted plan throws interrupted, and the next completes it", async () => {
  const controller = new AbortController();
  const emit = (event: Event) => {
    if (event.type === "operation-started" && event.operation.kind === "start-container") controller.abort();
  };
  // What the Engine had begun is finished, so that nothing appears after the end.
  const interrupted = applyOperations(plan(await observe()), handlers(), { signal: controller.signal, emit });
  await expect(interrupted).rejects.toMatchObject({ code: "interrupted" });
  await up();
  expect(withoutWaits(plan(await observe()))).toEqual([]);
});

test("a container that a killed run left the Engine to finish is taken for the one to make", async () => {
  const operations = plan(await observe());
  const kinds = ["create-network", "create-volume", "create-container"];
  const creating = operations.filter(({ kind }) => kinds.includes(kind)).map(independent);
  await applyOperations(creating, handlers(), tools());
  const before = await ids();
  await applyOperations(operations, handlers(), tools());
  expect(await ids()).toEqual(before);
});

async function render(change: { cpus?: number; gpu?: "nvidia" }): Promise<void> {
  const { cpus = 1.5, gpu = "none" } = change;
  const settings = {
    ...defaultSettings,
    name: project,
    port,
    cpus,
    memoryBytes: 1024 ** 3,
    images: { ollama: images.ollama("1"), "open-webui": images.openWebui("1") },
  };
  const machine = { memoryBytes: 8e9, cpus: 2, physicalCores: 2, hasInit: true };
  const resources = sizeResources(machine, { ...settings, gpu });
  const rendered = renderComposeFile({ settings, resources, gpu, renderGroups: [] });
  stack = rendered.stack;
  file = join(folder, "compose.yaml");
  await writeFile(file, rendered.text);
}

/** Everything of the plan that the Engine does; what waits for the services has nothing to do here. */
function handlers(): Partial<Handlers> {
  const request = { stack, composeFile: file, workingDir: folder, stallMs: 30_000 };
  const nothing = async () => {};
  return { ...createEngineHandlers(engine, request), "wait-ready": nothing, "ensure-model": nothing };
}

function tools(events: Event[] = []) {
  return { signal: calm(), emit: (event: Event) => void events.push(event) };
}

function plan(observation: EngineObservation): Operation[] {
  const unasked = { models: null, ready: [], firstAccount: null };
  return planUp(
    stack,
    { ...observation, ...unasked },
    { services: ["ollama", "open-webui"], model: null, previous: null },
  );
}

function withoutWaits(operations: Operation[]): Operation[] {
  return operations.filter(({ kind }) => kind !== "wait-ready");
}

function independent(operation: Operation): Operation {
  return { ...operation, after: operation.after.filter((id) => !id.startsWith("start") && !id.startsWith("unpause")) };
}

async function up(): Promise<void> {
  await applyOperations(plan(await observe()), handlers(), tools());
}

async function down(): Promise<Event[]> {
  const events: Event[] = [];
  const { containers, network } = await observeProjectNames(engine, project, calm());
  await applyOperations(planDown(containers, network), handlers(), tools(events));
  return events;
}

async function observe(): Promise<EngineObservation> {
  return observeProject(engine, stack, calm());
}

async function list() {
  return listProjectContainers(engine, project, calm());
}

async function ids(): Promise<Record<string, string>> {
  return Object.fromEntries((await list()).map(({ service, id }) => [service, id]));
}
