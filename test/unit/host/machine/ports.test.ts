import { type AddressInfo, createServer, type Server } from "node:net";
import { platform } from "node:process";
import { afterEach, describe, expect, test } from "vitest";
import {
  findPortOwner,
  listeningInodes,
  readLsof,
  readNetstat,
  readTasklist,
} from "../../../../src/host/machine/port-owner.ts";
import { isOwnAddress, isPortFree, listOwnAddresses, nextFreePort } from "../../../../src/host/machine/ports.ts";
import { freePort } from "../../../support/engines/docker.ts";

const surroundings = { environment: process.env, signal: new AbortController().signal };

let servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  servers = [];
});

async function listen(host: string, port = 0): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

describe("isPortFree", () => {
  test("nobody there", async () => {
    expect(await isPortFree(await freePort())).toBe(true);
  });

  test.each(["127.0.0.1", "0.0.0.0"])("somebody on %s", async (host) => {
    expect(await isPortFree(await listen(host))).toBe(false);
  });

  test("somebody on another address of this machine is not in the way", async () => {
    expect(await isPortFree(await listen("127.0.0.2"))).toBe(platform === "linux");
  });
});

test("on every address it is not free where somebody holds it on one", async () => {
  const port = await listen("127.0.0.1");
  expect(await isPortFree(port, "0.0.0.0")).toBe(false);
  expect(await isPortFree(await freePort(), "0.0.0.0")).toBe(true);
});

test.each([
  ["0.0.0.0", true],
  ["::", true],
  ["127.0.0.1", true],
  ["::1", true],
  ["203.0.113.77", false], // for documentation alone (RFC 5737)
])("something can be published here on %s: %s", (address, expected) => {
  expect(isOwnAddress(address)).toBe(expected);
});

test("the addresses of this machine are its own, and none is loopback", () => {
  for (const address of listOwnAddresses()) {
    expect(isOwnAddress(address)).toBe(true);
    expect(address).not.toMatch(/^127\.|^::1$/);
  }
});

describe("nextFreePort", () => {
  test("passes over what is held and what is spoken for", async () => {
    const port = await listen("127.0.0.1");
    const next = await nextFreePort(port);
    expect(next).toBeGreaterThan(port);
    expect(await nextFreePort(port, new Set([next ?? 0]))).toBeGreaterThan(next ?? 0);
  });

  test("there is none after the last one", async () => {
    expect(await nextFreePort(65_535)).toBeNull();
  });
});

describe("findPortOwner", () => {
  test.runIf(platform === "linux")("names this process by its files under /proc", async () => {
    const port = await listen("127.0.0.1");
    const owner = await findPortOwner(port, { ...surroundings, platform: "linux" });
    expect(owner).toMatchObject({ kind: "process", pid: process.pid, name: expect.stringContaining("node") });
  });

  test("does not know who holds a port that nobody holds", async () => {
    expect(await findPortOwner(await freePort(), { ...surroundings, platform })).toEqual({ kind: "unknown" });
  });

  test("does not know where the system's program is missing", async () => {
    const port = await listen("127.0.0.1");
    const nowhere = { environment: { PATH: "/nonexistent" }, signal: surroundings.signal };
    expect(await findPortOwner(port, { ...nowhere, platform: "darwin" })).toEqual({ kind: "unknown" });
    expect(await findPortOwner(port, { ...nowhere, platform: "win32" })).toEqual({ kind: "unknown" });
  });
});

describe("what the systems print", () => {
  const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
  const tcp = `${head}
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 31337 1 0000000000000000 100 0 0 10 0
   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 31338 1 0000000000000000 20 4 30 10 -1
   2: 00000000:2BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 31339 1 0000000000000000 100 0 0 10 0`;
  const tcp6 = `${head}
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 1 0000000000000000 100 0 0 10 0`;

  test.each([
    { table: tcp, port: 3000, inodes: ["31337"] },
    { table: tcp, port: 11192, inodes: ["31339"] },
    { table: tcp, port: 3001, inodes: [] },
    { table: tcp6, port: 80, inodes: ["4711"] },
    { table: "", port: 80, inodes: [] },
  ])("sockets on $port: $inodes", ({ table, port, inodes }) => {
    expect(listeningInodes(table, port)).toEqual(inodes);
  });

  test.each([
    { output: "p812\ncnode\nf23\n", owner: { kind: "process", pid: 812, name: "node" } },
    {
      output: "p90\ncGoogle\\x20Chrome\nf1\np91\ncother\n",
      owner: { kind: "process", pid: 90, name: "Google\\x20Chrome" },
    },
    { output: "", owner: null },
  ])("lsof: $owner", ({ output, owner }) => {
    expect(readLsof(output)).toEqual(owner);
  });

  const netstat = [
    "",
    "Aktive Verbindungen",
    "",
    "  Proto  Lokale Adresse         Remoteadresse          Status           PID",
    "  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1040",
    "  TCP    127.0.0.1:3000         127.0.0.1:51000        HERGESTELLT     7000",
    "  TCP    127.0.0.1:3000         0.0.0.0:0              ABHÖREN         4242",
    "  TCP    [::]:8080              [::]:0                 ABHÖREN         5151",
    "  UDP    0.0.0.0:5353           *:*                                    2020",
  ].join("\r\n");

  test.each([
    { port: 3000, pid: 4242 },
    { port: 8080, pid: 5151 },
    { port: 135, pid: 1040 },
    { port: 35, pid: null },
    { port: 5353, pid: null },
  ])("netstat, $port: $pid", ({ port, pid }) => {
    expect(readNetstat(netstat, port)).toBe(pid);
  });

  test.each([
    { output: '"node.exe","4242","Console","1","45.678 K"\r\n', name: "node.exe" },
    { output: '"com.docker.backend.exe","99","Console","1","1 K"', name: "com.docker.backend.exe" },
    { output: "INFORMATION: Es werden keine Aufgaben ausgeführt", name: null },
  ])("tasklist: $name", ({ output, name }) => {
    expect(readTasklist(output)).toBe(name);
  });
});
