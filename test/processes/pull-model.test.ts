import { readdir } from "node:fs/promises";
import type { Agent } from "node:http";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { LocalgptError } from "../../src/core/errors/errors.ts";
import type { PullReason } from "../../src/core/facts/vocabulary.ts";
import type { Transfer } from "../../src/core/run/events.ts";
import { createOllama } from "../../src/services/clients/ollama.ts";
import { pullModel } from "../../src/services/downloads/pull-model.ts";
import { type OllamaProcess, startOllamaProcess } from "../support/services/ollama-process.ts";
import { createTcpAgent } from "../support/services/tcp-agent.ts";

let fresh: OllamaProcess | null = null;
let server: OllamaProcess;
let agent: Agent;
let transfers: Transfer[];
let retries: { reason: PullReason; attempt: number }[];

beforeEach(async () => {
  server = fresh ?? (await startOllamaProcess());
  fresh = null;
  agent = createTcpAgent(server.port);
  transfers = [];
  retries = [];
});

afterEach(async () => {
  agent.destroy();
  // To start one takes longer than most of these tests: what brought nothing onto the disk leaves it to the next.
  const blobs = await readdir(join(server.models, "blobs")).catch(() => null);
  if (blobs?.length === 0) fresh = server;
  else await server.stop();
});

afterAll(() => fresh?.stop());

function pull(model: string, options: { signal?: AbortSignal; stallMs?: number; totalBytes?: number } = {}) {
  return pullModel(createOllama(agent), model, {
    signal: options.signal ?? new AbortController().signal,
    stallMs: options.stallMs ?? 30_000,
    totalBytes: options.totalBytes ?? null,
    backoffMs: 1,
    onTransfer: (transfer) => transfers.push(transfer),
    onRetry: ({ reason, attempt }) => retries.push({ reason, attempt }),
  });
}

async function installed(): Promise<string[]> {
  const models = await createOllama(agent).installed({ signal: new AbortController().signal });
  return models.map(({ name }) => name);
}

test("a model is downloaded, with progress up to its whole size", async () => {
  // It takes longer than the quarter of a second after which a speed is shown.
  await server.setSwitches({ rate: 2_500_000 });
  await pull("llama3.2:1b");
  expect(await installed()).toEqual(["llama3.2:1b"]);
  const last = transfers.at(-1);
  expect(last?.completedBytes).toBe(last?.totalBytes);
  expect(last?.completedBytes).toBeGreaterThan(8_000_000);
  const speeds = transfers.map(({ bytesPerSecond }) => bytesPerSecond ?? 0);
  expect(Math.max(...speeds)).toBeGreaterThan(1_000_000);
  expect(retries).toEqual([]);
});

test.each([
  ["nosuchmodel", "not-found"],
  ["unauthorized", "unauthorized"],
  ["toomanyrequests", "rate-limited"],
  ["no-such-host", "no-such-host"],
  ["x509", "tls"],
  ["proxy", "proxy"],
  ["needs-newer", "needs-newer-ollama"],
  ["timeout", "unreachable"],
  ["no-space", "no-space"],
] as const)("%s inside a 200 is the failure %s, told at once", async (model, reason) => {
  await expect(pull(model)).rejects.toMatchObject({
    code: "pull-failed",
    facts: { kind: "model", name: model, reason },
  });
  expect(retries).toEqual([]);
  expect(await installed()).toEqual([]);
});

test("what a person needs to know besides: the name that was meant, the version that runs, the bytes that are missing", async () => {
  await pull("tiny");
  await expect(pull("tinny")).rejects.toMatchObject({ facts: { reason: "not-found", near: "tiny" } });
  await expect(pull("lama3.2")).rejects.toMatchObject({ facts: { reason: "not-found", near: "llama3.2" } });
  await expect(pull("needs-newer")).rejects.toMatchObject({ facts: { ollamaVersion: "0.35.1" } });
  const failure = await pull("no-space").catch((error: unknown) => error);
  const { remainingBytes } = (failure as LocalgptError<"pull-failed">).facts;
  // It stops at 60 % of 4 MB; what it told last is up to a tick (60 ms at its own pace) old.
  expect(remainingBytes).toBeGreaterThan(1_500_000);
  expect(remainingBytes).toBeLessThan(4_000_000);
});

test("a name that Ollama refuses is its answer", async () => {
  await expect(pull("a/b/c/d")).rejects.toMatchObject({
    code: "service-answered",
    facts: { status: 400, detail: "invalid model name" },
  });
});

test("a connection that is cut is taken up again where it was", async () => {
  await pull("cut");
  expect(await installed()).toEqual(["cut:latest"]);
  expect(retries).toEqual([
    { reason: "cut", attempt: 2 },
    { reason: "cut", attempt: 3 },
  ]);
  const bytes = transfers.map(({ completedBytes }) => completedBytes);
  expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
});

test("what stands still is cancelled and taken up again", async () => {
  await pull("stall", { stallMs: 300 });
  expect(await installed()).toEqual(["stall:latest"]);
  expect(retries).toEqual([{ reason: "stalled", attempt: 2 }]);
});

test("a server that falls silent is noticed as well", async () => {
  await pull("silent", { stallMs: 300 });
  expect(retries).toEqual([{ reason: "stalled", attempt: 2 }]);
});

test("what never moves again is given up", async () => {
  await expect(pull("stall-always", { stallMs: 100 })).rejects.toMatchObject({ facts: { reason: "stalled" } });
  expect(retries.length).toBeGreaterThanOrEqual(2);
});

test("an error half-way is tried again, then told with Ollama's text", async () => {
  await expect(pull("error-midway")).rejects.toMatchObject({
    code: "pull-failed",
    facts: { detail: "max retries exceeded: unexpected EOF" },
  });
  expect(retries.length).toBeGreaterThanOrEqual(2);
});

test("a damaged download is downloaded anew", async () => {
  await pull("bad-digest");
  expect(await installed()).toEqual(["bad-digest:latest"]);
  expect(retries).toEqual([{ reason: "corrupt", attempt: 2 }]);
});

test("aborting cancels the download in the server at once, and the next one resumes it", async () => {
  await server.setSwitches({ rate: 500_000 });
  const controller = new AbortController();
  const cancelled = pullModel(createOllama(agent), "llama3.2:1b", {
    signal: controller.signal,
    stallMs: 30_000,
    onTransfer: ({ completedBytes }) => {
      if (completedBytes > 2_000_000) controller.abort();
    },
    onRetry: () => {},
  });
  await expect(cancelled).rejects.toMatchObject({ code: "interrupted" });
  await expect.poll(() => server.log.some((line) => /\| 499 \|.*"\/api\/pull"/.test(line))).toBe(true);
  expect(await installed()).toEqual([]);
  await server.setSwitches({});
  await pull("llama3.2:1b");
  const first = transfers.find(({ phase }) => phase === "downloading");
  expect(first?.completedBytes).toBeGreaterThan(1_900_000);
});

test("without a server it is the service that does not answer", async () => {
  await server.stop();
  await expect(pull("llama3.2")).rejects.toMatchObject({ code: "service-unreachable", facts: { service: "ollama" } });
});

test.each([
  ["comes back no more", false, 4],
  ["was taken away for good", true, 0],
])("an Ollama that %s under way is what does not answer", async (_, isGone, tries) => {
  await server.setSwitches({ rate: 400_000 });
  const lost = pullModel(createOllama(agent), "llama3.2:1b", {
    signal: new AbortController().signal,
    stallMs: 30_000,
    backoffMs: 1,
    isGone: async () => isGone,
    onTransfer: ({ completedBytes }) => {
      if (completedBytes > 1_000_000) void server.stop();
    },
    onRetry: ({ reason, attempt }) => retries.push({ reason, attempt }),
  });
  await expect(lost).rejects.toMatchObject({ code: "service-unreachable", facts: { service: "ollama" } });
  expect(retries.map(({ reason }) => reason)).toEqual(Array(tries).fill("cut"));
});
