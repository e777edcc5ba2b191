import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createHttpClient } from "../../../../src/services/http/http.ts";
import { createTcpAgent } from "../../../support/services/tcp-agent.ts";

const idle = new AbortController().signal;
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function clientOf(listener: RequestListener) {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const agent = createTcpAgent((server.address() as AddressInfo).port);
  closers.push(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  return createHttpClient(agent, "ollama");
}

test("JSON goes both ways", async () => {
  const client = await clientOf(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    response.end(JSON.stringify({ method: request.method, type: request.headers["content-type"], body }));
  });
  const answer = await client.readJson({ method: "POST", path: "/", body: { text: "ñ🦙" }, signal: idle });
  expect(answer).toEqual({ method: "POST", type: "application/json", body: { text: "ñ🦙" } });
});

test("an empty answer is undefined", async () => {
  const client = await clientOf((_, response) => response.end());
  expect(await client.readJson({ method: "DELETE", path: "/", signal: idle })).toBeUndefined();
});

test.each([
  [404, '{"error":"model \'x\' not found"}', "model 'x' not found"],
  [401, '{"detail":"Not authenticated"}', "Not authenticated"],
  [502, "<html>Bad gateway</html>", "<html>Bad gateway</html>"],
  [200, "<!doctype html>", "<!doctype html>"],
])("status %i with %j is what the service answered", async (status, body, detail) => {
  const client = await clientOf((_, response) => response.writeHead(status).end(body));
  await expect(client.readJson({ method: "GET", path: "/api/x", signal: idle })).rejects.toMatchObject({
    code: "service-answered",
    facts: { service: "ollama", path: "/api/x", status, detail },
  });
});

test("no answer in time is a service that does not answer", async () => {
  const client = await clientOf(() => {});
  const answer = client.readJson({ method: "GET", path: "/", signal: idle, timeoutMs: 50 });
  await expect(answer).rejects.toMatchObject({ code: "service-unreachable", facts: { service: "ollama" } });
});

test("an aborted request is an interruption, and the server sees it go", async () => {
  const controller = new AbortController();
  let gone = (): void => {};
  const closed = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const client = await clientOf((_, response) => {
    response.once("close", gone);
    controller.abort();
  });
  const answer = client.readJson({ method: "GET", path: "/", signal: controller.signal });
  await expect(answer).rejects.toMatchObject({ code: "interrupted" });
  await closed;
});

test("a stream's lines come in any chunking; leaving it early closes the connection", async () => {
  let gone = (): void => {};
  const closed = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const client = await clientOf((_, response) => {
    response.once("close", gone);
    const bytes = Buffer.from('{"text":"ñ"}\n{"text":"🦙"}\n');
    for (const byte of bytes) response.write(Buffer.of(byte));
  });
  const seen: unknown[] = [];
  for await (const item of client.streamJson({ method: "GET", path: "/", signal: idle })) {
    seen.push(item);
    if (seen.length === 2) break;
  }
  expect(seen).toEqual([{ text: "ñ" }, { text: "🦙" }]);
  await closed;
});

test("a stream that is cut is a service that does not answer", async () => {
  const client = await clientOf((_, response) => {
    response.write('{"text":"a"}\n', () => response.destroy());
  });
  const read = async () => {
    for await (const _ of client.streamJson({ method: "GET", path: "/", signal: idle }));
  };
  await expect(read()).rejects.toMatchObject({ code: "service-unreachable" });
});

test("a stream that is refused is what the service answered", async () => {
  const client = await clientOf((_, response) => response.writeHead(400).end('{"error":"invalid model name"}'));
  const read = async () => {
    for await (const _ of client.streamJson({ method: "POST", path: "/api/pull", body: {}, signal: idle }));
  };
  await expect(read()).rejects.toMatchObject({ code: "service-answered", facts: { status: 400 } });
});
