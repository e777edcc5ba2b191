import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CheckId, Finding, FindingOf } from "../../src/core/facts/checks.ts";
import { defaultSettings, type Settings } from "../../src/core/settings/settings.ts";
import { volumeName } from "../../src/core/stack/stack.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { type CheckRequest, runChecks } from "../../src/services/checks/preflight.ts";
import { observeStack } from "../../src/services/stack/observe-stack.ts";
import { prepareStack } from "../../src/services/stack/prepare-stack.ts";
import { describeLlama } from "../support/data/gguf.ts";
import { modelNamed } from "../support/data/model-named.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { loadModel } from "../support/engines/containers.ts";
import { docker, freePort, uniqueProject } from "../support/engines/docker.ts";
import { leakCheck, removeProject } from "../support/engines/leaks.ts";
import { startStubEngine } from "../support/engines/stub-engine.ts";
import { type ComposeStack, startComposeStack } from "../support/services/compose-stack.ts";
import { images, pushFreshImage } from "../support/services/images.ts";
import { type ModelRegistry, type PublishedModel, startModelRegistry } from "../support/services/model-registry.ts";

const gib = 1024 ** 3;
const surroundings = { platform: process.platform, environment: {}, signal: calm() };

let engine: Engine;
let folder: string;
/** What to do after the test, the last first. */
let cleanups: (() => Promise<unknown>)[];

beforeAll(async () => {
  engine = await connectUnderTest();
});
beforeEach(async () => {
  cleanups = [];
  folder = await mkdtemp(join(tmpdir(), "localgpt-preflight-"));
});
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await rm(folder, { recursive: true });
});

function settingsOf(change: Partial<Settings> = {}): Settings {
  return {
    ...defaultSettings,
    name: uniqueProject("preflight"),
    port: 1,
    model: null,
    gpu: "none",
    images: { ollama: images.ollama("1"), "open-webui": images.openWebui("1") },
    ...change,
  };
}

async function check(
  settings: Settings,
  options: Partial<Pick<CheckRequest, "only" | "model" | "context">> & {
    on?: Partial<Engine>;
    environment?: NodeJS.ProcessEnv;
  } = {},
): Promise<Finding[]> {
  const { on, environment = {}, ...request } = options;
  const used = { ...engine, ...on };
  const prepared = await prepareStack(used, settings, { ...surroundings, folder });
  const observation = await observeStack(used, prepared.stack, surroundings.signal);
  return runChecks(used, { prepared, observation, ...request }, { ...surroundings, environment });
}

/** The one finding of a check. */
async function checkOnly<I extends CheckId>(
  id: I,
  settings: Settings,
  options: Parameters<typeof check>[1] = {},
): Promise<FindingOf<I>> {
  const findings = await check(settings, { ...options, only: [id] });
  expect(findings.map((finding) => finding.id)).toEqual([id]);
  return findings[0] as FindingOf<I>;
}

async function runContainer(name: string, ...args: string[]): Promise<void> {
  cleanups.push(() => docker("rm", "--force", "--volumes", name));
  await docker("run", "--detach", "--name", name, ...args, images.openWebui("1"));
}

async function composeStack(...args: Parameters<typeof startComposeStack>): Promise<ComposeStack> {
  const stack = await startComposeStack(...args);
  cleanups.push(stack.remove);
  return stack;
}

async function modelRegistry(models: Record<string, PublishedModel>): Promise<ModelRegistry> {
  const registry = await startModelRegistry(models);
  cleanups.push(registry.close);
  return registry;
}

/** Settings of a stack that runs, and Ollama of it ready with a model on its disk. */
async function stackWithModel(name: string, model: string): Promise<Settings> {
  const stack = await composeStack(name, { services: ["ollama"] });
  const pull = () =>
    docker(
      "exec",
      stack.container("ollama"),
      "bash",
      "-c",
      pullScript,
      "bash",
      JSON.stringify({ model, stream: false }),
    );
  await expect.poll(pull, { timeout: 30_000 }).toContain("success");
  return settingsOf({ name: stack.project, port: stack.port, model: modelNamed(model) });
}

const pullScript = [
  "exec 3<>/dev/tcp/127.0.0.1/11434",
  'printf "POST /api/pull HTTP/1.0\\r\\nContent-Length: %d\\r\\n\\r\\n%s" "$(printf %s "$1" | wc -c)" "$1" >&3',
  "cat <&3",
].join(" && ");

test("a machine that is ready costs no look-up", async () => {
  const settings = settingsOf({ port: await freePort() });
  const prepared = await prepareStack(engine, settings, { ...surroundings, folder });
  const observation = await observeStack(engine, prepared.stack, surroundings.signal);
  // Any request to the network would fail at this proxy and show.
  const environment = { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9" };
  const findings = await runChecks(engine, { prepared, observation }, { ...surroundings, environment });
  const ids = ["docker", "cpu", "memory", "disk", "port", "gpu", "images"];
  expect(findings.map(({ id }) => id).filter((id) => id !== "other-volumes" && id !== "native-ollama")).toEqual(ids);
  expect(findings.filter(({ status }) => status === "failure")).toEqual([]);
});

describe("port", () => {
  test("held by another container, told by name with the next free port", async () => {
    const port = await freePort();
    const name = uniqueProject("holder");
    await runContainer(name, "--publish", `127.0.0.1:${port}:8080`, "--label", "com.docker.compose.project=grafana");
    const { status, facts } = await checkOnly("port", settingsOf({ port }));
    expect(status).toBe("failure");
    expect(facts).toMatchObject({ state: "taken", owner: { kind: "container", name, project: "grafana" } });
    expect(facts.nextFree).toBeGreaterThan(port);
  });

  test("held by a process, told by name and id", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const { status, facts } = await checkOnly("port", settingsOf({ port }));
    expect(status).toBe("failure");
    expect(facts.owner).toMatchObject({ kind: "process", pid: process.pid });
  });

  test("of this stack", async () => {
    const stack = await composeStack("preflight-ours", { services: ["open-webui"] });
    const { status, facts } = await checkOnly("port", settingsOf({ name: stack.project, port: stack.port }));
    expect({ status, state: facts.state }).toEqual({ status: "ok", state: "ours" });
  });

  test("of Ollama is looked at as well where it is to be published", async () => {
    const [port, ollamaPort] = [await freePort(), await freePort()];
    const name = uniqueProject("holder");
    await runContainer(name, "--publish", `${ollamaPort}:8080`);
    const settings = settingsOf({ port, ollamaPort });
    const findings = await check(settings, { only: ["port"] });
    expect(findings).toMatchObject([
      { status: "ok", facts: { setting: "port", state: "free" } },
      { status: "failure", facts: { setting: "ollama.port", owner: { kind: "container", name } } },
    ]);
  });

  test("that the page and Ollama would share is refused before Docker finds out", async () => {
    const port = await freePort();
    const settings = settingsOf({ port, ollamaPort: port });
    const findings = await check(settings, { only: ["port"] });
    expect(findings).toMatchObject([
      { status: "ok", facts: { setting: "port", state: "free" } },
      { status: "failure", facts: { setting: "ollama.port", owner: { kind: "page" } } },
    ]);
  });

  test("of a distant Engine is none of this machine's", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const endpoint = { kind: "tcp", host: "10.9.8.7", port: 2376, tls: null, address: "tcp://10.9.8.7:2376" } as const;
    const on = { endpoint: { ...endpoint, source: "DOCKER_HOST" as const } };
    expect((await checkOnly("port", settingsOf({ port }), { on })).facts.state).toBe("free");
  });
});

describe("memory for the model", () => {
  test("weights beyond all memory are impossible, and the largest model that fits is named", async () => {
    const registry = await modelRegistry({ giant: 1e15 });
    const { status, facts } = await checkOnly(
      "model-memory",
      settingsOf({ model: modelNamed(registry.name("giant")) }),
    );
    expect(status).toBe("failure");
    expect(facts).toMatchObject({ weightsBytes: 1e15, largestContext: null });
    expect(facts.alternatives[0]).toEqual({ model: expect.any(String), neededBytes: expect.any(Number) });
    expect(facts.neededBytes).toBeGreaterThan(1e15);
    expect(registry.requests().filter((path) => path.includes("/manifests/"))).toHaveLength(1);
  });

  test("weights beyond the person's limit are impossible", async () => {
    const settings = settingsOf({ model: modelNamed("llama3.2"), memoryBytes: gib });
    expect(await checkOnly("model-memory", settings)).toMatchObject({ status: "failure", facts: { limitBytes: gib } });
  });

  test("a known model is looked up nowhere", async () => {
    const settings = settingsOf({ model: modelNamed("llama3.2") });
    const { facts } = await checkOnly("model-memory", settings);
    expect(facts).toMatchObject({ weightsBytes: 2_019_377_376, context: 4096 });
    expect(facts.totalBytes).toBe((await prepareStack(engine, settings, { ...surroundings, folder })).info.memoryBytes);
  });

  test("what is free is the machine's where the Engine is local, what containers leave elsewhere", async () => {
    const settings = settingsOf({ model: modelNamed("llama3.2") });
    const [local, elsewhere] = await Promise.all(
      [true, false].map((isLocal) => checkOnly("model-memory", settings, { on: { isLocal } })),
    );
    for (const { facts } of [local, elsewhere].flatMap((finding) => finding ?? [])) {
      expect(facts.availableBytes).toBeGreaterThan(0);
      expect(facts.availableBytes).toBeLessThanOrEqual(facts.totalBytes);
    }
  });

  test("a model on disk is judged by its own size and shape, and in memory it is not counted twice", async () => {
    // The stand-in's llama3.2 has 24 MB of weights and the shape of the real one.
    const settings = { ...(await stackWithModel("preflight-loaded", "llama3.2")), memoryBytes: 0.8 * gib };
    const before = await checkOnly("model-memory", settings);
    expect(before).toMatchObject({
      status: "warning",
      facts: { cacheBytes: 448 * 1024 ** 2, certainty: "exact", trainedContext: 131_072 },
    });
    expect(before.facts.weightsBytes).toBeGreaterThan(24e6);
    expect(before.facts.weightsBytes).toBeLessThan(25e6);
    await loadModel({ project: settings.name }, "llama3.2");
    expect((await checkOnly("model-memory", settings)).status).toBe("ok");
    // With more context than it was loaded with, that it is in memory says nothing.
    expect((await checkOnly("model-memory", settings, { context: 8192 })).status).toBe("failure");
  });

  test("a model of a registry is judged by its own shape, read from its first bytes", async () => {
    const header = describeLlama({ layers: 40, keyValueHeads: 2, heads: 40, embedding: 5120 });
    const registry = await modelRegistry({ big: { weightsBytes: 9e9, header }, silent: 9e9 });
    const own = await checkOnly("model-memory", settingsOf({ model: modelNamed(registry.name("big")) }));
    expect(own.facts).toMatchObject({ weightsBytes: 9e9, cacheBytes: 4096 * 40 * 1024, certainty: "exact" });
    const silent = await checkOnly("model-memory", settingsOf({ model: modelNamed(registry.name("silent")) }));
    expect(silent.facts).toMatchObject({ weightsBytes: 9e9, cacheBytes: 4096 * 256 * 1024, certainty: "cautious" });
  });
});

describe("model", () => {
  test("that is on disk, known by Ollama with its size", async () => {
    const settings = await stackWithModel("preflight-model", "tiny");
    const { status, facts } = await checkOnly("model", settings);
    expect({ status, state: facts.state }).toEqual({ status: "ok", state: "present" });
    expect(facts.bytes).toBeGreaterThan(300_000);
  });

  test("that its registry does not have is a failure, before anything is downloaded", async () => {
    const registry = await modelRegistry({ tiny: 300_000 });
    const { status, facts } = await checkOnly("model", settingsOf({ model: modelNamed(registry.name("tinny")) }));
    expect({ status, state: facts.state }).toEqual({ status: "failure", state: "not-found" });
    expect(
      (await checkOnly("model", settingsOf(), { model: modelNamed(registry.name("tiny")) })).facts.bytes,
    ).toBeGreaterThan(300_000);
  });

  test("that its registry does not have is a warning while only a stopped Ollama could tell whether it is there", async () => {
    const registry = await modelRegistry({ tiny: 300_000 });
    const settings = settingsOf({ model: modelNamed(registry.name("llama3.2:1c")) });
    const volume = volumeName(settings, "ollama");
    await docker("volume", "create", volume);
    cleanups.push(() => docker("volume", "rm", volume));
    const { status, facts } = await checkOnly("model", settings);
    expect({ status, state: facts.state }).toEqual({ status: "warning", state: "unknown" });
  });

  test("whose registry is away is a note with the reason", async () => {
    const model = `127.0.0.1:${await freePort()}/library/tiny`;
    const { status, facts } = await checkOnly("model", settingsOf({ model: modelNamed(model) }));
    expect({ status, reason: facts.reason }).toEqual({ status: "note", reason: "unreachable" });
  });
});

describe("disk", () => {
  test("too small for the download, by this machine's file system", async () => {
    const registry = await modelRegistry({ giant: 1e15 });
    const settings = settingsOf({ model: modelNamed(registry.name("giant")) });
    const { status, facts } = await checkOnly("disk", settings, { on: { isLocal: true } });
    expect(status).toBe("failure");
    expect(facts.freeBytes).toBeGreaterThan(0);
  });

  test("by `df` in a container of ours where the Engine has another file system", async () => {
    const stack = await composeStack("preflight-disk", { services: ["open-webui"] });
    const settings = settingsOf({ name: stack.project });
    const local = await checkOnly("disk", settings, { on: { isLocal: true } });
    const elsewhere = await checkOnly("disk", settings, { on: { isLocal: false } });
    expect(Math.abs((local.facts.freeBytes ?? 0) - (elsewhere.facts.freeBytes ?? 0))).toBeLessThan(2e9);
  });

  test("is not known where nothing of ours runs elsewhere", async () => {
    expect(await checkOnly("disk", settingsOf(), { on: { isLocal: false } })).toMatchObject({
      status: "note",
      facts: { freeBytes: null },
    });
  });
});

test("an image for another processor is refused by name", async () => {
  const pulled = images.ollama("wrong-arch");
  const image = `${uniqueProject("mainframe")}:1`;
  await docker("pull", "--quiet", "--platform", "linux/s390x", pulled);
  // Under a name of its own, so that no other test finds the pulled one here.
  await docker("tag", pulled, image);
  await docker("image", "rm", pulled);
  cleanups.push(() => docker("image", "rm", image));
  const settings = settingsOf({ images: { ollama: image, "open-webui": images.openWebui("1") } });
  const { status, facts } = await checkOnly("images", settings);
  expect(status).toBe("failure");
  expect(facts.wrongArchitecture).toEqual([{ image, architecture: "s390x" }]);
});

describe("registry", () => {
  test("that has what is missing", async () => {
    const image = await pushFreshImage("open-webui", { layers: 1, layerBytes: 1000 });
    const { status, facts } = await checkOnly(
      "registry",
      settingsOf({ images: { ollama: images.ollama("1"), "open-webui": image } }),
    );
    expect(status).toBe("ok");
    expect(facts.hosts).toMatchObject([{ reachable: true, reason: null }]);
  });

  test.each([
    { name: "whose name means nothing", image: "registry.invalid/a/b:1", environment: {}, reason: "no-such-host" },
    {
      name: "behind a proxy that is away",
      image: "registry.invalid/a/b:1",
      environment: { HTTPS_PROXY: "http://127.0.0.1:9" },
      reason: "proxy",
    },
  ])("$name", async ({ image, environment, reason }) => {
    const { status, facts } = await checkOnly(
      "registry",
      settingsOf({ images: { ollama: images.ollama("1"), "open-webui": image } }),
      { environment },
    );
    expect(status).toBe("warning");
    expect(facts.hosts).toMatchObject([{ host: "registry.invalid", reachable: false, reason }]);
  });

  test("is not asked where nothing is missing", async () => {
    expect(await check(settingsOf(), { only: ["registry"] })).toEqual([]);
  });
});

test("volumes of another installation are noted, our own are not", async () => {
  const settings = settingsOf();
  const other = uniqueProject("other");
  cleanups.push(async () => {
    for (const project of [other, settings.name]) {
      await removeProject(project);
      await leakCheck(project);
    }
  });
  await docker("volume", "create", `${other}_open-webui`);
  await docker("volume", "create", `${settings.name}_ollama`);
  const { facts } = await checkOnly("other-volumes", settings);
  expect(facts.volumes).toContain(`${other}_open-webui`);
  expect(facts.volumes).not.toContain(`${settings.name}_ollama`);
});

test("a service that has lost its name on the network is found", async () => {
  const stack = await composeStack("preflight-alias", { services: ["ollama"] });
  const network = `${stack.project}_localgpt`;
  expect(await check(settingsOf({ name: stack.project }), { only: ["network-aliases"] })).toEqual([]);
  await docker("network", "disconnect", network, stack.container("ollama"));
  await docker("network", "connect", network, stack.container("ollama"));
  const finding = await checkOnly("network-aliases", settingsOf({ name: stack.project }));
  expect(finding).toMatchObject({ status: "warning", facts: { service: "ollama" } });
});

test("an Engine that refuses every question makes facts unknown and throws nothing", async () => {
  const settings = settingsOf({ port: await freePort(), model: modelNamed("llama3.2") });
  const prepared = await prepareStack(engine, settings, { ...surroundings, folder });
  const observation = await observeStack(engine, prepared.stack, surroundings.signal);
  const stub = await startStubEngine();
  cleanups.push(stub.close);
  const refusing = await connectUnderTest({ DOCKER_HOST: stub.host });
  const findings = await runChecks(
    { ...refusing, isLocal: false },
    { prepared, observation, only: ["model-memory", "disk", "port", "other-volumes", "native-ollama"] },
    surroundings,
  );
  expect(findings).toMatchObject([
    { id: "model-memory", facts: { availableBytes: null } },
    { id: "disk", status: "note", facts: { freeBytes: null } },
    { id: "port", facts: { state: "free" } },
  ]);
});

test("checking ends with the signal", async () => {
  const settings = settingsOf({ model: modelNamed("llama3.2") });
  const prepared = await prepareStack(engine, settings, { ...surroundings, folder });
  const observation = await observeStack(engine, prepared.stack, surroundings.signal);
  const stub = await startStubEngine({ answer: ({ url }) => url?.includes("/containers/json") === true });
  cleanups.push(stub.close);
  const hanging = await connectUnderTest({ DOCKER_HOST: stub.host });
  const controller = new AbortController();
  const run = runChecks(hanging, { prepared, observation }, { ...surroundings, signal: controller.signal });
  controller.abort();
  await expect(run).rejects.toMatchObject({ code: "interrupted" });
});
