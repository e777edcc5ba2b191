import { once } from "node:events";
import { type Agent, type IncomingMessage, request } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectDirectly } from "../../src/engine/programs/direct.ts";
import { createTunnelAgent } from "../../src/engine/programs/tunnel.ts";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { removeProject } from "../support/engines/leaks.ts";
import { waitUntil } from "../support/program/progress.ts";
import { openConnections, openTunnels } from "../support/services/connections.ts";
import { images } from "../support/services/images.ts";

const project = uniqueProject("direct");
const container = `${project}-server`;
const serverProgram = `
let closed = 0;
require("node:http").createServer((request, response) => {
  if (request.url === "/closed") return response.end(String(closed));
  response.on("close", () => { closed += 1; });
  response.write("begun");
}).listen(8000, () => console.log("listening"));`;

let engine: Engine;
let agent: Agent;

beforeAll(async () => {
  engine = await connectUnderTest();
  await docker("network", "create", project);
  const options = ["-d", "--name", container, "--network", project, "--entrypoint", "node"];
  await docker("run", ...options, images.ollama("1"), "-e", serverProgram);
  await waitUntil("it listens", async () => (await docker("logs", container)).includes("listening"));
});
afterEach(() => agent?.destroy());
afterAll(() => removeProject(project));

const open = (path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request({ agent, path, host: "localhost" }, resolve).on("error", reject).end();
  });

async function readClosed(): Promise<number> {
  let text = "";
  for await (const chunk of await open("/closed")) text += chunk;
  return Number(text);
}

test("a container on a network of this machine is reached without a program in it, and sees who leaves", async () => {
  agent = createTunnelAgent(engine, container, 8000);
  const before = await readClosed();
  const response = await open("/endless");
  await once(response, "data");
  expect(await openTunnels(container)).toEqual([]);
  expect(await openConnections(container)).not.toEqual([]);
  response.destroy();
  await expect.poll(readClosed).toBe(before + 1);
  agent.destroy();
  await expect.poll(() => openConnections(container)).toEqual([]);
});

test("a port where nobody listens is a refused connection", async () => {
  agent = createTunnelAgent(engine, container, 8001);
  await expect(open("/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("no way leads straight to a container that is on no network of this machine, or not there", async () => {
  const alone = `${project}-alone`;
  await docker("run", "-d", "--name", alone, "--network", "none", "--entrypoint", "sleep", images.ollama("1"), "60");
  for (const name of [alone, `${project}-none`]) {
    expect(await connectDirectly(engine, name, 8000, calm())).toBeNull();
  }
});
