import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type Agent, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createRawServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectEngine } from "../../src/engine/find/connect.ts";
import { readEngineInfo } from "../../src/engine/machine/info.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { docker, dockerHost } from "../support/engines/docker.ts";
import { type StubEngine, type StubManner, startStubEngine } from "../support/engines/stub-engine.ts";

let home: string;
const closers: (() => unknown)[] = [];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "localgpt-home-"));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(home, { recursive: true, force: true });
});

test("connects to the Engine under test and reads what it says of its machine", async () => {
  const engine = await connectUnderTest();
  const [engineVersion, apiVersion, cpus, memory] = (
    await Promise.all([
      docker("version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}"),
      docker("info", "--format", "{{.NCPU}} {{.MemTotal}}"),
    ])
  )
    .join(" ")
    .split(" ");
  expect(engine).toMatchObject({ engineVersion, apiVersion, endpoint: { address: dockerHost() } });
  const info = await readEngineInfo(engine, calm());
  expect(info).toMatchObject({ cpus: Number(cpus), memoryBytes: Number(memory) });
});

test("the environment of this process does not turn dockerode elsewhere", async () => {
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = "tcp://127.0.0.1:1";
  try {
    const engine = await connectUnderTest();
    expect((await readEngineInfo(engine, calm())).cpus).toBeGreaterThan(0);
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
  }
});

test("follows the context in use", async () => {
  await writeContext("mine", dockerHost());
  await writeFile(join(home, ".docker/config.json"), JSON.stringify({ currentContext: "mine" }));
  expect((await connect({})).endpoint).toMatchObject({ address: dockerHost(), source: "context" });
});

test("a context that leads nowhere is no reason to try another Engine", async () => {
  await writeContext("mine", `unix://${home}/none.sock`);
  await expect(connect({ DOCKER_CONTEXT: "mine" })).rejects.toMatchObject({
    code: "docker-unreachable",
    facts: { attempts: [{ source: "context", reason: "not-there", endpoint: `unix://${home}/none.sock` }] },
  });
  await expect(connect({ DOCKER_CONTEXT: "gone" })).rejects.toMatchObject({ code: "docker-context-missing" });
});

test("ssh hosts are reached through the person's ssh and the docker CLI there", async () => {
  await writeSsh(`shift $(($# - 3)); DOCKER_HOST=${dockerHost()} exec "$@"`);
  const engine = await connect({ DOCKER_HOST: "ssh://me@example.test", PATH: `${home}:${process.env.PATH}` });
  expect((await readEngineInfo(engine, calm())).cpus).toBeGreaterThan(0);
  expect(engine).toMatchObject({ isLocal: false, endpoint: { kind: "ssh", host: "example.test" } });
  (engine.docker.modem as unknown as { agent: Agent }).agent.destroy();
});

test("what ssh complains of is reported", async () => {
  await writeSsh("echo 'Host key verification failed.' >&2; exit 255");
  await expect(connect({ DOCKER_HOST: "ssh://host", PATH: `${home}:${process.env.PATH}` })).rejects.toMatchObject({
    facts: { attempts: [{ reason: "failed", detail: "Host key verification failed." }] },
  });
});

test("a socket that nobody listens on is refused, one that is not there is not there", async () => {
  await writeFile(join(home, "stale.sock"), "");
  await expectAttempt(`unix://${home}/stale.sock`, "refused");
  await expectAttempt(`unix://${home}/none.sock`, "not-there");
  await expectAttempt("tcp://127.0.0.1:1", "refused");
});

test("Ctrl-C ends the wait for an endpoint at once", async () => {
  const { host } = await stub({ hang: true });
  const controller = new AbortController();
  const connecting = connect({ DOCKER_HOST: host }, controller.signal);
  setImmediate(() => controller.abort());
  await expect(connecting).rejects.toMatchObject({ code: "interrupted" });
});

test("something else that speaks HTTP, or does not, is not Docker", async () => {
  const web = createServer((_request, response) => response.end("<html>hello</html>"));
  await expectAttempt(`tcp://127.0.0.1:${await listen(web)}`, "not-docker");
  const raw = createRawServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n"));
  await expectAttempt(`tcp://127.0.0.1:${await listen(raw as unknown as Server)}`, "not-docker");
});

test("TLS against a server without it is reported as TLS", async () => {
  const web = createServer((_request, response) => response.end("{}"));
  const host = `tcp://127.0.0.1:${await listen(web)}`;
  await expectAttempt(host, "tls", { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: home });
});

test("Engines that are too old, or run Windows containers, are refused by name", async () => {
  const old = await stub({ apiVersion: "1.40" });
  await expect(connect({ DOCKER_HOST: old.host })).rejects.toMatchObject({
    code: "docker-too-old",
    facts: { apiVersion: "1.40", neededApiVersion: "1.41" },
  });
  const windows = await stub({ osType: "windows" });
  await expect(connect({ DOCKER_HOST: windows.host })).rejects.toMatchObject({ code: "docker-windows-containers" });
});

test("an Engine newer than all we know is spoken to in its oldest API, if ours is older still", async () => {
  const future = await stub({ apiVersion: "1.99", minApiVersion: "1.60" });
  expect((await connect({ DOCKER_HOST: future.host })).apiVersion).toBe("1.60");
  const near = await stub({ apiVersion: "1.60", minApiVersion: "1.44" });
  expect((await connect({ DOCKER_HOST: near.host })).apiVersion).toBe("1.51");
});

test("a nonsense DOCKER_HOST is reported as such", async () => {
  await expect(connect({ DOCKER_HOST: "fd://3" })).rejects.toMatchObject({ code: "docker-endpoint-unsupported" });
});

function connect(environment: NodeJS.ProcessEnv, signal: AbortSignal = calm()) {
  const own = { PATH: process.env.PATH, HOME: home };
  return connectEngine({
    environment: { ...own, ...environment },
    platform: "linux",
    userId: 0,
    signal,
    emit: () => {},
  });
}

async function expectAttempt(host: string, reason: string, environment: NodeJS.ProcessEnv = {}): Promise<void> {
  const failure = await connect({ DOCKER_HOST: host, ...environment }).catch((error) => error);
  expect(failure).toMatchObject({ code: "docker-unreachable", facts: { attempts: [{ endpoint: host, reason }] } });
}

async function stub(manner: StubManner): Promise<StubEngine> {
  const engine = await startStubEngine(manner);
  closers.push(engine.close);
  return engine;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function writeContext(name: string, host: string): Promise<void> {
  const id = createHash("sha256").update(name).digest("hex");
  const folder = join(home, ".docker/contexts/meta", id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "meta.json"), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
}

/** Puts a program named `ssh` first, because there is no other machine to log in to. */
async function writeSsh(script: string): Promise<void> {
  await writeFile(join(home, "ssh"), `#!/bin/sh\n${script}\n`);
  await chmod(join(home, "ssh"), 0o755);
}
