import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Candidates, knownSockets, parseEndpoint, strategies } from "../../../../src/engine/find/discovery.ts";
import { sshArguments } from "../../../../src/engine/wire/ssh.ts";
import { isPosix } from "../../../support/program/posix.ts";

let home: string;
const servers: Server[] = [];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "localgpt-home-"));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(home, { recursive: true });
});

test("DOCKER_HOST counts before a context, and alone", async () => {
  await writeContext("colima", "unix:///colima.sock");
  const found = await discover({ DOCKER_HOST: "unix:///here.sock", DOCKER_CONTEXT: "colima" });
  expect(found).toMatchObject([{ final: true, endpoints: [{ path: "/here.sock", source: "DOCKER_HOST" }] }]);
});

test("DOCKER_CONTEXT counts before the context in use", async () => {
  await writeContext("colima", "unix:///colima.sock");
  await writeContext("other", "tcp://10.0.0.1:2375");
  await write(".docker/config.json", JSON.stringify({ currentContext: "other" }));
  expect(await discover({})).toMatchObject([{ final: true, endpoints: [{ host: "10.0.0.1", port: 2375, tls: null }] }]);
  const named = await discover({ DOCKER_CONTEXT: "colima" });
  expect(named).toMatchObject([{ final: true, endpoints: [{ path: "/colima.sock", source: "context" }] }]);
});

test("a context brings its TLS files", async () => {
  const id = await writeContext("remote", "tcp://example.test:2376", { SkipTLSVerify: true });
  await write(`.docker/contexts/tls/${id}/docker/ca.pem`, "the ca");
  const [found] = await discover({ DOCKER_CONTEXT: "remote" });
  expect(found?.endpoints).toMatchObject([
    { tls: { ca: Buffer.from("the ca"), cert: null, key: null, verify: false } },
  ]);
});

test("a missing context is an error, never another Engine", async () => {
  await expect(discover({ DOCKER_CONTEXT: "gone" })).rejects.toMatchObject({
    code: "docker-context-missing",
    facts: { context: "gone" },
  });
});

test.runIf(isPosix)("the default context is the usual socket, then the known ones that are there", async () => {
  const socket = join(home, ".colima/default/docker.sock");
  await mkdir(dirname(socket), { recursive: true });
  servers.push(createServer().listen(socket));
  const [first, second] = await discover({ DOCKER_CONTEXT: "default" });
  expect(first).toMatchObject({ final: false, endpoints: [{ path: "/var/run/docker.sock", source: "default" }] });
  expect(second?.endpoints.map(({ address }) => address)).toContain(`unix://${socket}`);
});

test("Windows looks at pipes", async () => {
  const [first, second] = await discover({}, "win32");
  expect(first?.endpoints).toMatchObject([{ kind: "socket", address: "npipe:////./pipe/docker_engine" }]);
  expect(second?.endpoints).toMatchObject([{ path: "//./pipe/dockerDesktopLinuxEngine" }, {}]);
});

test("rootless Docker is looked for in the person's own runtime folder", () => {
  const known = (environment: NodeJS.ProcessEnv) => knownSockets({ environment, platform: "linux", userId: 1000 });
  expect(known({ HOME: home })[0]).toBe("/run/user/1000/docker.sock");
  expect(known({ HOME: home, XDG_RUNTIME_DIR: "/run/me" })[0]).toBe("/run/me/docker.sock");
});

test("DOCKER_TLS_VERIFY makes a tcp host secure, with the files of DOCKER_CERT_PATH", async () => {
  await write("certs/cert.pem", "the cert");
  const environment = { DOCKER_HOST: "tcp://h", DOCKER_TLS_VERIFY: "yes", DOCKER_CERT_PATH: join(home, "certs") };
  const [found] = await discover(environment);
  const tls = { ca: null, cert: Buffer.from("the cert"), key: null, verify: true };
  expect(found?.endpoints).toMatchObject([{ host: "h", port: 2376, tls }]);
});

describe("parseEndpoint", () => {
  test.each([
    ["unix:///a/b.sock", { kind: "socket", path: "/a/b.sock" }],
    ["npipe:////./pipe/x", { kind: "socket", path: "//./pipe/x" }],
    ["tcp://10.0.0.1", { kind: "tcp", host: "10.0.0.1", port: 2375 }],
    ["tcp://10.0.0.1:80", { kind: "tcp", host: "10.0.0.1", port: 80 }],
    ["10.0.0.1:4243", { kind: "tcp", host: "10.0.0.1", port: 4243 }],
    ["tcp://[::1]:2375", { kind: "tcp", host: "::1", port: 2375 }],
    ["ssh://me@host:2222", { kind: "ssh", user: "me", host: "host", port: 2222, socket: null }],
    ["ssh://50%@host", { kind: "ssh", user: "50%", host: "host" }],
    ["ssh://host/run/d.sock", { kind: "ssh", user: null, host: "host", port: null, socket: "/run/d.sock" }],
  ])("reads %s", (address, expected) => {
    expect(parseEndpoint(address, "DOCKER_HOST", null)).toMatchObject({ address, ...expected });
  });

  test.each(["fd://3", "unix://", "tcp://", "ssh://", "nonsense://x", "tcp://a b"])("refuses %s", (address) => {
    expect(() => parseEndpoint(address, "DOCKER_HOST", null)).toThrow(
      expect.objectContaining({ code: "docker-endpoint-unsupported", facts: { endpoint: address } }),
    );
  });
});

test("ssh gets its options before, and the program after the host", () => {
  const endpoint = parseEndpoint("ssh://me@host:2222/run/d.sock", "DOCKER_HOST", null);
  if (endpoint.kind !== "ssh") throw new Error("not ssh");
  expect(sshArguments(endpoint).join(" ")).toBe(
    "-l me -p 2222 -o ConnectTimeout=10 -o BatchMode=yes -T -- host docker --host unix:///run/d.sock system dial-stdio",
  );
});

/** What the strategies find one after the other, up to the first that is final. */
async function discover(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = "linux"): Promise<Candidates[]> {
  const found: Candidates[] = [];
  for (const strategy of strategies) {
    const candidates = await strategy({ environment: { HOME: home, ...environment }, platform, userId: 1000 });
    if (candidates !== null) found.push(candidates);
    if (candidates?.final) break;
  }
  return found;
}

async function writeContext(name: string, host: string, more: object = {}): Promise<string> {
  const id = createHash("sha256").update(name).digest("hex");
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, ...more } } };
  await write(`.docker/contexts/meta/${id}/meta.json`, JSON.stringify(meta));
  return id;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), text);
}
