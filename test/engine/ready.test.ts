import { afterEach, beforeAll, expect, test } from "vitest";
import type { ServiceName } from "../../src/core/services/services.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { waitReady } from "../../src/services/stack/ready.ts";
import { connectUnderTest } from "../support/engines/connect.ts";
import { loadModel } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { type ComposeStack, startComposeStack } from "../support/services/compose-stack.ts";
import { openConnections } from "../support/services/connections.ts";
import { setSwitches } from "../support/services/images.ts";

let engine: Engine;
let stack: ComposeStack | undefined;

beforeAll(async () => {
  engine = await connectUnderTest();
});

afterEach(async () => {
  await stack?.remove();
  stack = undefined;
});

function wait(service: ServiceName, options: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<void> {
  return waitReady(engine, {
    service,
    container: stack?.container(service) ?? "",
    timeoutMs: options.timeoutMs ?? 30_000,
    signal: options.signal ?? new AbortController().signal,
    emit: () => {},
  });
}

test("a service is ready when it answers, and no tunnel stays behind", async () => {
  stack = await startComposeStack("ready");
  await Promise.all([wait("ollama"), wait("open-webui")]);
  const { container } = stack;
  await expect.poll(() => openConnections(container("ollama"))).toEqual([]);
  await expect.poll(() => openConnections(container("open-webui"))).toEqual([]);
});

test("a page that is alive but not ready yet is waited for", async () => {
  stack = await startComposeStack("slow", { openWebui: "never", services: ["open-webui"] });
  const page = stack.container("open-webui");
  let isOver = false;
  const waiting = wait("open-webui").finally(() => {
    isOver = true;
  });
  await expect.poll(() => docker("logs", page)).toMatch(/GET \/ready HTTP\/1.1" 503[\s\S]*GET \/ready HTTP\/1.1" 503/);
  expect(isOver).toBe(false);
  await setSwitches(page, { ready: true });
  await waiting;
});

test.each([
  ["crash", 1, "Error: mkdir /root/.ollama/models: permission denied"],
  ["illegal", 132, "SIGILL: illegal instruction"],
] as const)(
  "%s: a service that Docker starts again and again has failed, with its last words",
  async (tag, exitCode, words) => {
    stack = await startComposeStack(tag, { ollama: tag, services: ["ollama"] });
    await expect(wait("ollama")).rejects.toMatchObject({
      code: "service-not-ready",
      facts: { service: "ollama", reason: "restarting", exitCode, logTail: expect.arrayContaining([words]) },
    });
  },
);

test("a service that needs more memory than it may have is reported as that", async () => {
  const memoryLimitBytes = 128 * 1024 ** 2;
  stack = await startComposeStack("oom", { ollama: "oom", services: ["ollama"], resources: { memoryLimitBytes } });
  await expect(wait("ollama")).rejects.toMatchObject({
    code: "service-not-ready",
    facts: { exitCode: 137, oomKilled: true, memoryLimitBytes },
  });
});

test.each([
  ["never", "timeout"],
  ["hang", "silent"],
] as const)("%s: the time runs out", async (tag, reason) => {
  stack = await startComposeStack(tag, { ollama: tag, services: ["ollama"] });
  const log = () => stack?.compose("logs", "ollama");
  // Only what listens can be silent.
  if (tag === "hang") await expect.poll(log).toContain("Listening on");
  await expect(wait("ollama", { timeoutMs: 1500 })).rejects.toMatchObject({
    code: "service-not-ready",
    facts: { service: "ollama", reason, exitCode: null },
  });
});

test("what a service said before it was started anew explains nothing", async () => {
  stack = await startComposeStack("anew", { services: ["ollama"] });
  const name = stack.container("ollama");
  await wait("ollama");
  await loadModel(stack, "none-of-that-name");
  await setSwitches(name, { hang: true });
  const before = wait("ollama", { timeoutMs: 1500 });
  await expect(before).rejects.toMatchObject({ facts: { logTail: expect.arrayContaining([saysNone]) } });
  await docker("restart", "--time", "1", name);
  const after = wait("ollama", { timeoutMs: 1500 });
  await expect(after).rejects.toMatchObject({ facts: { logTail: expect.not.arrayContaining([saysNone]) } });
});

const saysNone = expect.stringMatching(/\| 404 \|.*"\/api\/generate"/);

test("a page whose database could not be brought up to date says so in its log", async () => {
  stack = await startComposeStack("migration", { openWebui: "migration", services: ["open-webui"] });
  const log = () => stack?.compose("logs", "open-webui");
  await expect.poll(log).toContain("Error running migrations");
  const failure = wait("open-webui", { timeoutMs: 1500 });
  await expect(failure).rejects.toMatchObject({
    facts: { reason: "timeout", logTail: expect.arrayContaining([expect.stringMatching(/Error running migrations/)]) },
  });
});

test("a stopped, a paused and a removed container are reported as what they are", async () => {
  stack = await startComposeStack("ended", { services: ["ollama"] });
  const name = stack.container("ollama");
  // A process that is only starting does not end cleanly on a signal: not 0, but 143.
  await wait("ollama");
  await docker("pause", name);
  await expect(wait("ollama")).rejects.toMatchObject({ facts: { reason: "paused" } });
  await docker("unpause", name);
  await docker("stop", name);
  await expect(wait("ollama")).rejects.toMatchObject({ facts: { reason: "exited", exitCode: 0 } });
  await docker("rm", name);
  await expect(wait("ollama")).rejects.toMatchObject({ facts: { reason: "removed" } });
});

test("waiting ends at once when it is interrupted", async () => {
  stack = await startComposeStack("interrupted", { ollama: "never", services: ["ollama"] });
  const signal = AbortSignal.timeout(500);
  const controller = new AbortController();
  signal.addEventListener("abort", () => controller.abort());
  await expect(wait("ollama", { signal: controller.signal })).rejects.toMatchObject({ code: "interrupted" });
});
