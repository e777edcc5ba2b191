import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Agent } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTunnelAgent } from "../../../src/engine/programs/tunnel.ts";
import { createOllama, type Ollama } from "../../../src/services/clients/ollama.ts";
import { modelNamed } from "../../support/data/model-named.ts";
import { calm, connectUnderTest } from "../../support/engines/connect.ts";
import { docker, dockerHost } from "../../support/engines/docker.ts";
import { program, type Workspace } from "../../support/program/workspace.ts";
import { setSwitches } from "../../support/services/images.ts";
import { contest } from "../pairs.ts";
import { startQuickModel } from "./quick-model.ts";

const rounds = 20;
/** How long an answer is taken in while its reader's memory is watched; `LOCALGPT_BENCH_MINUTES=10` for long. */
const minutes = Number(process.env.LOCALGPT_BENCH_MINUTES ?? 1);

let stack: Workspace;
let ollama: string;
const told: string[] = [];

beforeAll(async () => {
  ({ stack, ollama } = await startQuickModel("bench-ask"));
});

afterAll(async () => {
  console.log(told.join("\n"));
  await stack?.remove();
});

const body = JSON.stringify({
  model: "tiny",
  messages: [{ role: "user", content: "hola" }],
  options: { num_predict: 2 },
});

/**
 * A program for inside the network: asks `rounds` times and prints how long each first byte of an answer took, in ms.
 */
function clientProgram(keepsAlive: boolean): string {
  return `
    const { Agent, request } = require("node:http");
    const agent = new Agent({ keepAlive: ${keepsAlive} });
    const ask = () => new Promise((resolve, reject) => {
      const started = performance.now();
      const sent = request({ agent, port: 11434, path: "/api/chat", method: "POST" }, (response) => {
        response.once("data", () => response.resume().once("end", () => resolve(tookMs)));
        const tookMs = performance.now() - started;
      });
      sent.once("error", reject).end(${JSON.stringify(body)});
    });
    (async () => {
      const times = [];
      for (let round = 0; round <= ${rounds}; round += 1) times.push(await ask());
      console.log(JSON.stringify(times));
    })();`;
}

async function measureInside(keepsAlive: boolean): Promise<number[]> {
  return JSON.parse(await docker("exec", ollama, "node", "-e", clientProgram(keepsAlive))) as number[];
}

/** From the start of a command to the first byte that it writes, in ms. */
async function measureCommand(file: string, args: string[], environment: Record<string, string>): Promise<number> {
  const started = performance.now();
  const child = spawn(file, args, { env: environment, stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  const tookMs = performance.now() - started;
  child.stdout.resume();
  await once(child, "close");
  return tookMs;
}

// What curl does, in the shell of the container: one connection, one request, the first byte of the answer.
const curl = [
  "exec 3<>/dev/tcp/127.0.0.1/11434",
  `printf 'POST /api/chat HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: ${body.length}\\r\\n\\r\\n%s' '${body}' >&3`,
  "head -c 1 <&3",
].join("; ");

test("from Enter to the first token, a process that starts for one question", async () => {
  const ask = [program, "ask", "hola", "--max-tokens", "2"];
  const request = { DOCKER_HOST: dockerHost(), PATH: process.env.PATH ?? "" };
  const row = await contest({
    what: "ask, from Enter to the first token",
    against: "docker exec, a request inside",
    ours: () => measureCommand(process.execPath, ask, stack.environment),
    theirs: () => measureCommand("docker", ["exec", ollama, "bash", "-c", curl], request),
    pairs: rounds,
  });
  const inside = await measureInside(false);
  const node = await contest({
    what: "node, doing nothing",
    against: "the request alone, inside the network",
    ours: () => measureCommand(process.execPath, ["-e", "console.log(1)"], stack.environment),
    theirs: async () => inside.shift() ?? Number.NaN,
    pairs: rounds,
  });
  told.push(`a first question takes ${(row.ours - row.theirs).toFixed(1)} ms more (goal: at most 100)`);
  told.push(`than the request alone, where its program runs already: ${(row.ours - node.theirs).toFixed(1)} ms more`);
});

test("a second question over an open connection", async () => {
  const agent: Agent = createTunnelAgent(await connectUnderTest(), ollama, 11434);
  try {
    const client = createOllama(agent);
    const inside = await measureInside(true);
    const row = await contest({
      what: "an open conversation, to the first token",
      against: "the same inside",
      ours: () => askFully(client),
      theirs: async () => inside.shift() ?? Number.NaN,
      pairs: rounds,
    });
    told.push(`another question takes ${(row.ours - row.theirs).toFixed(1)} ms more (goal: at most 5)`);
  } finally {
    agent.destroy();
  }
});

/** Milliseconds to the first token of an answer that is then read to its end, so that its connection stays open. */
async function askFully(client: Ollama): Promise<number> {
  const started = performance.now();
  let tookMs: number | null = null;
  const request = {
    model: modelNamed("tiny"),
    messages: [{ role: "user" as const, content: "hola" }],
    options: { num_predict: 2 },
  };
  for await (const _ of client.chat(request, { signal: calm() })) tookMs ??= performance.now() - started;
  return tookMs ?? Number.NaN;
}

// Loaded into the program: tells what it holds after a collection, each time it is asked by a signal.
const watcher = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  process.on("SIGUSR2", () => {
    globalThis.gc();
    const { heapUsed, rss } = process.memoryUsage();
    writeSync(3, JSON.stringify({ heapUsed, rss }) + "\\n");
  });`)}`;

test.each([
  ["in a pipe", []],
  ["with --json", ["--json"]],
])(
  `an answer of ${minutes} min at a high pace, %s: the memory stays as it is`,
  async (_, more) => {
    await setSwitches(ollama, { tokensPerSecond: 2000, endless: true, loadMs: 0 });
    const args = ["--expose-gc", "--import", watcher, program, "ask", "hola", ...more];
    const child = spawn(process.execPath, args, {
      env: { ...stack.environment, PATH: process.env.PATH ?? "" },
      stdio: ["ignore", "pipe", "ignore", "pipe"],
    });
    let bytes = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    const told = child.stdio[3] as NodeJS.ReadableStream;
    const heaps: number[] = [];
    const steps = Math.max(4, minutes);
    for (let step = 1; step <= steps; step += 1) {
      await new Promise((resolve) => setTimeout(resolve, (minutes * 60_000) / steps));
      child.kill("SIGUSR2");
      const [line] = (await once(told, "data")) as [Buffer];
      const { heapUsed, rss } = JSON.parse(String(line)) as { heapUsed: number; rss: number };
      heaps.push(heapUsed);
      const megabytes = (value: number) => (value / 1e6).toFixed(1);
      console.log(
        `${((step * minutes) / steps).toFixed(2)} min: ${megabytes(bytes)} MB read, heap ${megabytes(heapUsed)} MB, RSS ${megabytes(rss)} MB`,
      );
    }
    child.kill("SIGINT");
    await once(child, "close");
    await setSwitches(ollama, { tokensPerSecond: 1000, loadMs: 0 });
    const [first = Number.NaN, last = Number.NaN] = [heaps[0], heaps.at(-1)];
    expect(last - first).toBeLessThan(1_000_000);
  },
  (minutes + 2) * 60_000,
);
