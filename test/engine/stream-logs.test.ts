import { afterEach, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { type LogsRequest, type ServiceLine, streamLogs } from "../../src/services/stack/stream-logs.ts";
import { connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { startHeldEngine } from "../support/engines/held-engine.ts";
import { type ComposeStack, startComposeStack } from "../support/services/compose-stack.ts";

let engine: Engine;
let stack: ComposeStack | undefined;
let reading: AbortController;

beforeAll(async () => {
  engine = await connectUnderTest();
});

afterEach(async () => {
  reading.abort();
  await stack?.remove();
  stack = undefined;
});

async function* logs(
  project: string,
  request: Partial<LogsRequest> = {},
  from: Engine = engine,
): AsyncGenerator<ServiceLine> {
  reading = new AbortController();
  const usual = { services: ["ollama", "open-webui"] as const, follow: false, tail: null, sinceMs: null };
  for await (const lines of streamLogs(from, project, { ...usual, signal: reading.signal, ...request })) yield* lines;
}

async function collect(lines: AsyncIterable<ServiceLine>): Promise<ServiceLine[]> {
  const found: ServiceLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

/** Writes a line into a service's log, as its first process would. */
async function say(name: string, text: string): Promise<void> {
  await docker("exec", name, "sh", "-c", `printf '%b\\n' "$1" > /proc/1/fd/1`, "sh", text);
}

/** The next line that has this text in it. */
async function next(lines: AsyncIterator<ServiceLine>, text: string): Promise<ServiceLine> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the log ended before ${text}`);
    if (value.line.includes(text)) return value;
  }
}

test("the logs of both services come in the order of time, harmless, and in the amount asked for", async () => {
  stack = await startComposeStack("logs");
  const { project, container } = stack;
  await say(container("ollama"), "first \\033[31mred\\033[0m \\033]0;title\\007ñ");
  await say(container("open-webui"), "second");
  await say(container("ollama"), "third");
  const all = await collect(logs(project));
  const times = all.map(({ time }) => time);
  expect(times).toEqual([...times].sort());
  expect(new Set(all.map(({ service }) => service))).toEqual(new Set(["ollama", "open-webui"]));
  const said = all
    .filter(({ line }) => /first|second|third/.test(line))
    .map(({ service, line }) => `${service} ${line}`);
  expect(said).toEqual(["ollama first red ñ", "open-webui second", "ollama third"]);

  const last = await collect(logs(project, { services: ["ollama"], tail: 1 }));
  expect(last.map(({ service }) => service)).toEqual(["ollama"]);
  const second = all.find(({ line }) => line === "second");
  const sinceMs = Date.parse(second?.time ?? "");
  const since = await collect(logs(project, { sinceMs }));
  expect(since.some(({ line }) => line === "third")).toBe(true);
  expect(since.some(({ line }) => line.includes("first"))).toBe(false);
});

test("following goes on over a restart and a replacement, without a line twice", async () => {
  stack = await startComposeStack("follow");
  const { project, container } = stack;
  const lines = logs(project, { follow: true });
  await next(lines, "Listening on");
  await say(container("ollama"), "before");
  await next(lines, "before");
  await docker("restart", container("ollama"));
  const seen: string[] = [];
  const listening = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error("the log ended");
      seen.push(value.line);
      if (value.line.includes("Listening on")) return;
    }
  };
  await listening();
  expect(seen).not.toContain("before");
  await docker("rm", "--force", container("ollama"));
  await stack.compose("up", "-d", "--no-deps", "ollama");
  await listening();
  await say(container("ollama"), "after");
  await next(lines, "after");
  await say(container("open-webui"), "page");
  expect((await next(lines, "page")).service).toBe("open-webui");
});

test("an interrupted reader ends at once", async () => {
  stack = await startComposeStack("logs-end", { services: ["ollama"] });
  const lines = logs(stack.project, { follow: true });
  await next(lines, "Listening on");
  reading.abort();
  await expect(collect(lines)).rejects.toMatchObject({ code: "interrupted" });
});

test("a container that is removed while its log is asked for has no lines", async () => {
  stack = await startComposeStack("logs-removed", { services: ["ollama"] });
  const held = await startHeldEngine();
  try {
    const slow = await connectUnderTest({ DOCKER_HOST: held.host });
    const asked = held.hold("asked", /^GET \/containers\/\w+\/logs/);
    const all = collect(logs(stack.project, {}, slow));
    await asked.reached;
    await docker("rm", "--force", stack.container("ollama"));
    asked.letGo();
    expect(await all).toEqual([]);
  } finally {
    await held.close();
  }
});

test("a stack that is not there has no logs", async () => {
  const project = uniqueProject("logs-none");
  await expect(collect(logs(project))).rejects.toMatchObject({ code: "stack-not-found", facts: { project } });
});
