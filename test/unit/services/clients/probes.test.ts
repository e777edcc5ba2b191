import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { answersOllama } from "../../../../src/services/clients/native-ollama.ts";
import { probeRegistry } from "../../../../src/services/clients/registry-probe.ts";
import { findFact } from "../../../../src/services/http/find-fact.ts";
import { freePort } from "../../../support/engines/docker.ts";

const calm = () => new AbortController().signal;

let servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  // Tunnels are no longer connections of the server's own.
  for (const socket of sockets) socket.destroy();
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  sockets.clear();
  servers = [];
});

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("probeRegistry", () => {
  test.each([200, 401, 404, 503])("any answer shows that it is there: %i", async (status) => {
    const asked: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      asked.push(request.url);
      response.writeHead(status).end();
    });
    const host = `127.0.0.1:${port}`;
    const probed = await probeRegistry(host, { signal: calm(), environment: {} });
    expect(probed).toEqual({ host, reachable: true, reason: null, detail: null });
    expect(asked).toEqual(["/v2/"]);
  });

  test("nobody listens there", async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const probed = await probeRegistry(host, { signal: calm(), environment: {} });
    expect(probed).toMatchObject({ reachable: false, reason: "unreachable", detail: expect.stringContaining(host) });
  });

  test("a proxy wants a password", async () => {
    const port = await serve(() => {});
    servers[0]?.on("connect", (_request, socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
    const probed = await probeRegistry("ghcr.io", { signal: calm(), environment });
    expect(probed).toMatchObject({ reachable: false, reason: "proxy", detail: expect.stringContaining("407") });
  });

  test("something that does not speak TLS stands in its place", async () => {
    const port = await serve(() => {});
    servers[0]?.on("connect", (_request, socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.once("data", () => socket.end("this is not TLS"));
    });
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${port}` };
    const probed = await probeRegistry("ghcr.io", { signal: calm(), environment });
    expect(probed).toMatchObject({ reachable: false, reason: "tls" });
  });
});

describe("answersOllama", () => {
  test.each([
    { name: "Ollama", answer: '{"version":"0.35.1"}', found: true },
    { name: "another service", answer: "<html></html>", found: false },
    { name: "JSON of another service", answer: '{"name":"x"}', found: false },
    { name: "a service that does not stop talking", answer: "x".repeat(1_000_000), found: false },
  ])("$name: $found", async ({ answer, found }) => {
    const port = await serve((_request, response) => response.end(answer));
    expect(await answersOllama(port, calm())).toBe(found);
  });

  test("nobody", async () => {
    expect(await answersOllama(await freePort(), calm())).toBe(false);
  });
});

describe("findFact", () => {
  test("gives the fact", async () => {
    expect(await findFact(calm(), 1000, async () => 7)).toBe(7);
  });

  test("a failure is an unknown fact", async () => {
    expect(await findFact(calm(), 1000, () => Promise.reject(new Error("broken")))).toBeNull();
  });

  test("so is what takes too long, whether it heeds its signal or not", async () => {
    expect(await findFact(calm(), 20, () => new Promise(() => {}))).toBeNull();
  });

  test("the person's own signal ends it", async () => {
    const controller = new AbortController();
    const fact = findFact(controller.signal, 60_000, () => new Promise(() => {}));
    controller.abort();
    await expect(fact).rejects.toMatchObject({ code: "interrupted" });
  });
});
