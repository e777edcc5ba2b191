import { readFile } from "node:fs/promises";
import type { Agent } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createOllama, type Ollama } from "../../../../src/services/clients/ollama.ts";
import { pullModel } from "../../../../src/services/downloads/pull-model.ts";
import { compareModels } from "../../../../src/services/models/compare-models.ts";
import { type ModelRegistry, startModelRegistry } from "../../../support/services/model-registry.ts";
import { type OllamaProcess, startOllamaProcess } from "../../../support/services/ollama-process.ts";
import { createTcpAgent } from "../../../support/services/tcp-agent.ts";

const { signal } = new AbortController();
let server: OllamaProcess;
let registry: ModelRegistry;
let agent: Agent;
let ollama: Ollama;

beforeAll(async () => {
  server = await startOllamaProcess();
  registry = await startModelRegistry({});
  agent = createTcpAgent(server.port);
  ollama = createOllama(agent);
  await pull("tiny");
  await ollama.create(
    { model: registry.name("mine"), from: registry.name("tiny"), parameters: { seed: 1 } },
    { signal },
  );
});

beforeEach(async () => registry.publish("tiny", await manifestOf(registry.name("tiny"))));

afterAll(async () => {
  agent.destroy();
  await Promise.all([server.stop(), registry.close()]);
});

/** Downloads a model of the test's registry, and publishes it there as the server has it on its disk. */
async function pull(model: string): Promise<void> {
  const name = registry.name(model);
  await pullModel(ollama, name, { signal, stallMs: 30_000, onTransfer: () => {}, onRetry: () => {} });
  registry.publish(model, await manifestOf(name));
}

function manifestOf(name: string): Promise<string> {
  return readFile(`${server.models}/manifests/${name}/latest`, "utf8");
}

async function compare(environment: NodeJS.ProcessEnv = {}) {
  const compared = await compareModels(ollama, await ollama.installed({ signal }), { signal, environment });
  return Object.fromEntries(compared.map((comparison) => [comparison.model.split("/").at(-1), comparison]));
}

test("a model whose manifest is the registry's is current, also when somebody derived another one from it", async () => {
  const compared = await compare();
  const { digest } = compared["tiny:latest"] ?? {};
  expect(compared["tiny:latest"]).toMatchObject({ state: "current", newDigest: digest, downloadBytes: null });
  expect(compared["mine:latest"]).toMatchObject({ state: "local", parent: `${registry.name("tiny")}:latest` });
});

/** Publishes a `tiny` that has a file more. */
async function publishNewer(): Promise<void> {
  const manifest = JSON.parse(await manifestOf(registry.name("tiny")));
  const added = { mediaType: "application/vnd.ollama.image.system", digest: `sha256:${"a".repeat(64)}`, size: 1234 };
  registry.publish("tiny", JSON.stringify({ ...manifest, layers: [...manifest.layers, added] }));
}

test("a newer version is measured by the files that are not here yet", async () => {
  await publishNewer();
  const { state, digest, newDigest, downloadBytes } = (await compare())["tiny:latest"] ?? {};
  expect([state, downloadBytes]).toEqual(["outdated", 1234]);
  expect(newDigest).toMatch(/^[0-9a-f]{64}$/);
  expect(newDigest).not.toBe(digest);
});

test("what was made here is never taken for an older version of a model that happens to have its name", async () => {
  registry.publish("mine", await manifestOf(registry.name("tiny")));
  expect((await compare())["mine:latest"]).toMatchObject({ state: "local", newDigest: null });
});

test("no registry is asked about a model that was made here under a name of the library", async () => {
  await ollama.create({ model: "profe", from: registry.name("tiny"), parameters: { seed: 1 } }, { signal });
  const { "profe:latest": compared } = await compare({ HTTPS_PROXY: "http://127.0.0.1:9" });
  expect(compared).toMatchObject({ state: "local", parent: `${registry.name("tiny")}:latest`, failure: null });
});

test("a registry that cannot be asked is no verdict on the model", async () => {
  await publishNewer();
  await ollama.copy(registry.name("tiny"), "elsewhere", { signal });
  const compared = await compare({ HTTPS_PROXY: "http://127.0.0.1:9" });
  expect(compared["elsewhere:latest"]).toMatchObject({ state: "unknown", failure: { facts: { reason: "proxy" } } });
  expect(compared["tiny:latest"]?.state).toBe("outdated");
});
