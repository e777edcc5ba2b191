import { once } from "node:events";
import { type Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTunnelAgent, openTunnel, TunnelRefusedError } from "../../src/engine/programs/tunnel.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { removeProject } from "../support/engines/leaks.ts";
import { openTunnels } from "../support/services/connections.ts";
import { images } from "../support/services/images.ts";

// What a server sees of its clients, told on a second path.
const serverProgram = `
const { createServer } = require("node:http");
let connections = 0, closed = 0, written = 0;
const server = createServer((request, response) => {
  const url = new URL(request.url, "http://x");
  const bytes = Number(url.searchParams.get("bytes"));
  if (url.pathname === "/facts") return response.end(JSON.stringify({ connections, closed, written }));
  if (url.pathname === "/sink") {
    let received = 0;
    request.on("data", (chunk) => { received += chunk.length; });
    return request.on("end", () => response.end(String(received)));
  }
  if (url.pathname === "/cut") {
    response.write("half");
    return setTimeout(() => response.socket.destroy(), 50);
  }
  if (url.pathname === "/endless") {
    response.on("close", () => { closed += 1; });
    const write = () => { do { written += 65536; } while (response.write(Buffer.alloc(65536))); };
    response.on("drain", write);
    return write();
  }
  response.setHeader("content-length", bytes);
  let sent = 0;
  const write = () => {
    while (sent < bytes) {
      const size = Math.min(65536, bytes - sent);
      sent += size;
      if (!response.write(Buffer.alloc(size, sent & 255))) return;
    }
    response.end();
  };
  response.on("drain", write);
  write();
});
server.on("connection", () => { connections += 1; });
server.listen(8000, "127.0.0.1", () => console.log("listening"));
`;

const project = uniqueProject("tunnel");
const container = `${project}-server`;
let engine: Engine;
let agent: Agent;

beforeAll(async () => {
  engine = await connectUnderTest();
  const program = ["--entrypoint", "node", images.ollama("1"), "-e", serverProgram];
  await docker("run", "-d", "--name", container, "--network", "none", ...program);
  await waitFor(async () => (await docker("logs", container)).includes("listening"));
});
afterAll(() => removeProject(project));
beforeEach(() => {
  agent = createTunnelAgent(engine, container, 8000);
});
afterEach(async () => {
  agent.destroy();
  await waitFor(async () => (await openTunnels(container)).length === 0);
});

test("many requests, one after the other, take one connection into a container without a network", async () => {
  const before = (await readFacts()).connections;
  for (let index = 0; index < 50; index += 1) await readFacts();
  expect((await readFacts()).connections).toBe(before);
  expect(await openTunnels(container)).toHaveLength(1);
});

test("requests side by side each get their own answer", async () => {
  const sizes = [1, 10, 1000, 100_000];
  const answers = await Promise.all(sizes.map(async (bytes) => (await get(`/?bytes=${bytes}`)).length));
  expect(answers).toEqual(sizes);
});

test("100 MB come through whole, and go through whole", async () => {
  const bytes = 100_000_000;
  const response = await open(`/?bytes=${bytes}`);
  let received = 0;
  for await (const chunk of response) received += (chunk as Buffer).length;
  expect(received).toBe(bytes);
  const sent = request({ agent, path: "/sink", method: "POST", host: "localhost" });
  const answered = once(sent, "response");
  for (let left = bytes; left > 0; left -= 1_000_000) {
    if (!sent.write(Buffer.alloc(1_000_000))) await once(sent, "drain");
  }
  sent.end();
  const [answer] = (await answered) as [IncomingMessage];
  expect(await text(answer)).toBe(String(bytes));
});

test("a reader that pauses holds the server back rather than filling memory", async () => {
  const response = await open("/endless");
  response.pause();
  const first = (await readFacts()).written;
  let written = first;
  await waitFor(async () => {
    const before = written;
    written = (await readFacts()).written;
    return written === before;
  });
  expect(written - first).toBeLessThan(20_000_000);
  response.destroy();
});

test("a cancelled request reaches the server", async () => {
  const before = (await readFacts()).closed;
  const response = await open("/endless");
  await once(response, "data");
  response.destroy();
  await waitFor(async () => (await readFacts()).closed === before + 1);
});

test("a connection that the server cuts is seen as cut", async () => {
  const response = await open("/cut");
  await expect(text(response)).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("a connection that stays unused is closed before the server does it", async () => {
  await readFacts();
  expect(await openTunnels(container)).toHaveLength(1);
  await waitFor(async () => (await openTunnels(container)).length === 0);
});

test("a port where nobody listens is a refused connection", async () => {
  const other = createTunnelAgent(engine, container, 8001);
  const failure = await get("/", other).catch((error) => error);
  expect(failure).toBeInstanceOf(TunnelRefusedError);
  expect(failure).toMatchObject({ code: "ECONNREFUSED", reason: "port" });
  other.destroy();
});

test("a container that does not run, or does not exist, is a refused connection", async () => {
  const stopped = `${project}-stopped`;
  await docker("create", "--name", stopped, images.ollama("1"));
  for (const name of [stopped, `${project}-none`]) {
    const failure = await openTunnel(engine, name, 8000, calm()).catch((error) => error);
    expect(failure).toMatchObject({ code: "ECONNREFUSED", reason: "container" });
  }
});

test("a container that dies takes its tunnels along", async () => {
  const mortal = `${project}-mortal`;
  await docker("run", "-d", "--name", mortal, "--entrypoint", "node", images.ollama("1"), "-e", serverProgram);
  await waitFor(async () => (await docker("logs", mortal)).includes("listening"));
  const other = createTunnelAgent(engine, mortal, 8000);
  const response = await open("/endless", other);
  response.on("error", () => {});
  const ended = new Promise((resolve) => response.resume().once("close", resolve));
  await docker("kill", mortal);
  await ended;
  expect(response.complete).toBe(false);
  other.destroy();
});

function open(path: string, through: Agent = agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ agent: through, path, host: "localhost" }, resolve).on("error", reject).end();
  });
}

async function get(path: string, through: Agent = agent): Promise<string> {
  return text(await open(path, through));
}

async function text(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}

async function readFacts(): Promise<{ connections: number; closed: number; written: number }> {
  return JSON.parse(await get("/facts"));
}

async function waitFor(state: () => Promise<boolean>): Promise<void> {
  while (!(await state())) await sleep(50);
}
