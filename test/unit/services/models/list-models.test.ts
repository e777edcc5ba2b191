import type { Agent } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createOllama, type Ollama } from "../../../../src/services/clients/ollama.ts";
import { pullModel } from "../../../../src/services/downloads/pull-model.ts";
import { listModels } from "../../../../src/services/models/list-models.ts";
import { type OllamaProcess, startOllamaProcess } from "../../../support/services/ollama-process.ts";
import { createTcpAgent } from "../../../support/services/tcp-agent.ts";

const { signal } = new AbortController();
let server: OllamaProcess;
let agent: Agent;
let ollama: Ollama;

beforeEach(async () => {
  server = await startOllamaProcess();
  agent = createTcpAgent(server.port);
  ollama = createOllama(agent);
  await pullModel(ollama, "tiny", { signal, stallMs: 30_000, onTransfer: () => {}, onRetry: () => {} });
  await ollama.create({ model: "small", from: "tiny", parameters: { num_ctx: 256 } }, { signal });
});

afterEach(async () => {
  agent.destroy();
  await server.stop();
});

/** How often the stand-in was asked about one model. */
const questions = () => server.log.filter((line) => line.includes("/api/show")).length;

test("what is on disk with its context, and what of it is in memory", async () => {
  await ollama.setLoaded("tiny", true, { signal });
  const models = await listModels(ollama, signal);
  expect(models.find(({ name }) => name === "tiny:latest")).toMatchObject({
    sizeBytes: expect.any(Number),
    parameterSize: "1M",
    quantization: "F32",
    trainedContext: 131_072,
    parent: null,
    loaded: { contextLength: 4096, gpuBytes: 0 },
  });
  expect(models.find(({ name }) => name === "small:latest")).toMatchObject({ parent: "tiny:latest", loaded: null });
  expect(questions()).toBe(0);
});

test("an Ollama that does not list contexts is asked about each of a few models, and not about many", async () => {
  await server.setSwitches({ listsContext: false });
  const contexts = async () => (await listModels(ollama, signal)).map(({ trainedContext }) => trainedContext);
  expect(await contexts()).toEqual([131_072, 131_072]);
  await expect.poll(questions).toBe(2);
  for (let count = 0; count < 11; count += 1) await ollama.copy("tiny", `copy-${count}`, { signal });
  expect(await contexts()).toEqual(Array(13).fill(null));
  await ollama.version({ signal });
  await expect.poll(() => server.log.some((line) => line.includes("/api/version"))).toBe(true);
  expect(questions()).toBe(2);
});

test("a model that cannot be described stays without its context, and nothing fails", async () => {
  await server.setSwitches({ listsContext: false, status: { "/api/show": 500 } });
  expect((await listModels(ollama, signal)).map(({ trainedContext }) => trainedContext)).toEqual([null, null]);
});
