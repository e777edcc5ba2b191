import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { readModelName } from "../../../../src/core/values/model-name.ts";
import { readModelDetails, readModelManifest } from "../../../../src/services/clients/model-registry.ts";
import { findProxy } from "../../../../src/services/clients/proxy.ts";
import { describeLlama, writeGgufHeader } from "../../../support/data/gguf.ts";
import { startModelRegistry } from "../../../support/services/model-registry.ts";

const closers: (() => void)[] = [];
const idle = new AbortController().signal;

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(listener: RequestListener, onConnect?: (target: string) => void): Promise<number> {
  const server = createServer(listener);
  server.on("connect", (request, client) => {
    onConnect?.(request.url ?? "");
    client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function read(model: string, environment: NodeJS.ProcessEnv = {}, timeoutMs = 5000) {
  return readModelManifest(readModelName(model, { name: "model" }), { signal: idle, environment, timeoutMs });
}

const manifest = {
  schemaVersion: 2,
  config: { mediaType: "application/vnd.docker.container.image.v1+json", digest: "sha256:c", size: 500 },
  layers: [
    { mediaType: "application/vnd.ollama.image.model", digest: "sha256:a", size: 2_019_377_376 },
    { mediaType: "application/vnd.ollama.image.license", digest: "sha256:b", size: 15_000 },
  ],
};

test("the sizes of a model are read from its registry", async () => {
  const paths: string[] = [];
  const port = await listen((request, response) => {
    paths.push(`${request.method} ${request.url} ${request.headers.accept}`);
    response.end(JSON.stringify(manifest));
  });
  const read1 = await read(`127.0.0.1:${port}/library/llama3.2:3b`);
  expect(read1).toMatchObject({ totalBytes: 2_019_392_876, weightsBytes: 2_019_377_376 });
  expect(paths).toEqual(["GET /v2/library/llama3.2/manifests/3b application/vnd.docker.distribution.manifest.v2+json"]);
});

test("a redirect is followed", async () => {
  const target = await listen((_, response) => response.end(JSON.stringify(manifest)));
  const port = await listen((request, response) => {
    response.writeHead(307, { location: `http://127.0.0.1:${target}${request.url}` }).end();
  });
  expect((await read(`127.0.0.1:${port}/library/tiny`)).totalBytes).toBe(2_019_392_876);
});

describe("what a model says of itself", () => {
  const header = describeLlama({ layers: 40, keyValueHeads: 8, heads: 40, embedding: 5120 });
  const config = { model_format: "gguf", model_type: "14.8B", file_type: "Q4_K_M" };
  const known = {
    parameterSize: "14.8B",
    quantization: "Q4_K_M",
    shape: { layers: 40, keyValueHeads: 8, headSize: 128 },
    trainedContext: 131_072,
  };

  async function details(name: string) {
    const model = readModelName(name, { name: "model" });
    const request = { signal: idle, environment: {} };
    return readModelDetails(model, await readModelManifest(model, request), request);
  }

  test("is read from its configuration and from the first bytes of its weights", async () => {
    const models = await startModelRegistry({ big: { weightsBytes: 9e9, header, config } });
    closers.push(() => void models.close());
    expect(await details(models.name("big"))).toEqual(known);
    expect(models.requests().map((path) => path.split("/")[4])).toEqual(["manifests", "blobs", "blobs"]);
  });

  test("is unknown where its files cannot be had, or are something else", async () => {
    const models = await startModelRegistry({
      silent: 9e9,
      other: { weightsBytes: 9e9, header: { a: 1 }, config: {} },
    });
    closers.push(() => void models.close());
    const unknown = { parameterSize: null, quantization: null, shape: null, trainedContext: null };
    expect(await details(models.name("silent"))).toEqual(unknown);
    expect(await details(models.name("other"))).toEqual(unknown);
  });

  test("costs no more than a few kilobytes of a file whose server knows no ranges, also after a redirect", async () => {
    let sentBytes = 0;
    const storage = await listen((_, response) => {
      const begin = writeGgufHeader(header);
      const noise = Buffer.alloc(64 * 1024, 7);
      const send = (chunk: Buffer) => {
        sentBytes += chunk.length;
        if (!response.destroyed && response.write(chunk)) setImmediate(send, noise);
        else response.once("drain", () => send(noise));
      };
      send(begin);
    });
    const port = await listen((request, response) => {
      if (request.url?.includes("/manifests/")) return response.end(JSON.stringify(manifest));
      if (request.url?.endsWith("sha256:c")) return response.end(JSON.stringify(config));
      response.writeHead(307, { location: `http://127.0.0.1:${storage}/bytes` }).end();
    });
    expect(await details(`127.0.0.1:${port}/library/llama3.2:3b`)).toEqual(known);
    expect(sentBytes).toBeLessThan(64 * 1024 ** 2);
  });
});

test.each([
  [404, "not-found"],
  [401, "unauthorized"],
  [429, "rate-limited"],
  [412, "needs-newer-ollama"],
  [500, "other"],
] as const)("HTTP %i is %s", async (status, reason) => {
  const port = await listen((_, response) => response.writeHead(status).end("no"));
  const model = `127.0.0.1:${port}/library/tiny:latest`;
  await expect(read(model)).rejects.toMatchObject({
    code: "pull-failed",
    facts: { kind: "model", name: model, reason },
  });
});

test("what is no manifest is reported as it is", async () => {
  const port = await listen((_, response) => response.end("<html>"));
  await expect(read(`127.0.0.1:${port}/library/tiny`)).rejects.toMatchObject({ facts: { reason: "other" } });
});

test("a registry that says nothing is given up", async () => {
  const port = await listen(() => {});
  const answer = read(`127.0.0.1:${port}/library/tiny`, {}, 100);
  await expect(answer).rejects.toMatchObject({ facts: { reason: "unreachable", detail: "timeout" } });
});

test("nobody there is unreachable", async () => {
  const port = await listen(() => {});
  closers.splice(0).forEach((close) => {
    close();
  });
  await expect.poll(() => isOpen(port)).toBe(false);
  await expect(read(`127.0.0.1:${port}/library/tiny`)).rejects.toMatchObject({ facts: { reason: "unreachable" } });
});

// A bare `%` in its name was found by test/fuzz.
test.each(["", "50%:x%@"])("the environment's proxy is used, and its refusal is the proxy's: %j", async (user) => {
  const targets: string[] = [];
  const port = await listen(
    () => {},
    (target) => targets.push(target),
  );
  const answer = read("llama3.2", { HTTPS_PROXY: `http://${user}127.0.0.1:${port}` });
  await expect(answer).rejects.toMatchObject({ facts: { reason: "proxy" } });
  expect(targets).toEqual(["registry.ollama.ai:443"]);
});

test.each([
  [{}, null],
  [{ HTTPS_PROXY: "http://proxy:3128" }, "http://proxy:3128/"],
  [{ https_proxy: "proxy:3128" }, "http://proxy:3128/"],
  [{ ALL_PROXY: "http://proxy:3128" }, "http://proxy:3128/"],
  [{ HTTP_PROXY: "http://proxy:3128" }, null],
  [{ HTTPS_PROXY: "socks5://proxy:1080" }, null],
  [{ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "localhost, .ollama.ai" }, null],
  [{ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "*" }, null],
  [{ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "ollama.com" }, "http://proxy:3128/"],
] as [NodeJS.ProcessEnv, string | null][])("with %j the proxy is %s", (environment, expected) => {
  expect(findProxy(new URL("https://registry.ollama.ai/v2/"), environment)?.href ?? null).toBe(expected);
});

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
