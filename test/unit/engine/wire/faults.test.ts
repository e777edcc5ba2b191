import { describe, expect, test } from "vitest";
import { ollamaPullReason } from "../../../../src/core/english/ollama-texts.ts";
import { LocalgptError } from "../../../../src/core/errors/errors.ts";
import { pullReason } from "../../../../src/engine/wire/docker-texts.ts";
import { isGpuRefusal, toLocalgptError } from "../../../../src/engine/wire/faults.ts";

// The Engine's (20.10 and 28.5) and the registries' own words.
const pullTexts: [ReturnType<typeof pullReason>, string][] = [
  ["rate-limited", "toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/x"],
  ["rate-limited", "unexpected status from HEAD request to http://x/v2/a/manifests/1: 429 Too Many Requests"],
  ["unauthorized", 'Head "http://127.0.0.1:5000/v2/a/manifests/1": no basic auth credentials'],
  [
    "unauthorized",
    "failed to resolve reference: pull access denied, repository does not exist or may require authorization",
  ],
  ["unauthorized", "pull access denied for x, repository does not exist or may require 'docker login'"],
  ["unauthorized", "failed to authorize: unexpected status from GET request to https://x/token: 403 Forbidden"],
  ["not-found", "manifest for 127.0.0.1:5000/a:1 not found: manifest unknown: manifest unknown"],
  ["not-found", 'failed to resolve reference "127.0.0.1:5000/a:1": 127.0.0.1:5000/a:1: not found'],
  ["wrong-platform", "no matching manifest for linux/amd64 in the manifest list entries"],
  ["wrong-platform", "no matching manifest for linux/amd64: no match for platform in manifest: not found"],
  ["no-space", "write /var/lib/docker/tmp/GetImageBlob840016268: no space left on device"],
  ["no-space", "failed to register layer: write /c: no space left on device"],
  ["corrupt", "filesystem layer verification failed for digest sha256:4401"],
  ["corrupt", 'failed commit on ref "layer-sha256:401": unexpected commit digest sha256:403'],
  ["no-such-host", "dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: no such host"],
  ["unreachable", "dial tcp [::1]:443: connect: network is unreachable"],
  ["unreachable", "net/http: TLS handshake timeout"],
  ["unreachable", 'Get "https://x/v2/": dial tcp 1.2.3.4:443: i/o timeout'],
  ["proxy", "proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused"],
  ["tls", "x509: certificate signed by unknown authority"],
  ["tls", "tls: failed to verify certificate: x509: certificate has expired"],
  ["other", "received unexpected HTTP status: 500 Internal Server Error"],
];

test.each(pullTexts)("an image's download fails as %s: %s", (reason, text) => {
  expect(pullReason(text)).toBe(reason);
});

// Ollama's own words, and what it hands on.
test.each([
  ["not-found", "pull model manifest: file does not exist"],
  ["corrupt", "digest mismatch, file must be downloaded again: want sha256:1, got sha256:2"],
  ["unreachable", "max retries exceeded: unexpected EOF"],
  ["no-such-host", "dial tcp: lookup registry.ollama.ai on 10.0.0.2:53: no such host"],
  [
    "needs-newer-ollama",
    "pull model manifest: 412: The model you are attempting to pull requires a newer version of Ollama",
  ],
  ["needs-mlx", "this model requires MLX support, but the MLX runtime is not available"],
  ["other", "something new"],
])("a model's download fails as %s: %s", (reason, text) => {
  expect(ollamaPullReason(text)).toBe(reason);
});

describe("toLocalgptError", () => {
  test.each([
    "driver failed programming external connectivity: Error starting userland proxy: listen tcp4 127.0.0.1:3000: bind: address already in use",
    "failed to set up container networking: driver failed: failed to bind host port for 127.0.0.1:3000:172.17.0.2:80/tcp: address already in use",
    "failed to bind host port 127.0.0.1:3000/tcp: address already in use",
    "driver failed programming external connectivity: Bind for 127.0.0.1:3000 failed: port is already allocated",
    "Ports are not available: exposing port TCP 127.0.0.1:3000 -> 127.0.0.1:0: listen tcp 127.0.0.1:3000: bind: address already in use",
    "Ports are not available: exposing port TCP 127.0.0.1:3000 -> 0.0.0.0:0: listen tcp 127.0.0.1:3000: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.",
  ])("knows a taken port: %s", (message) => {
    const error = toLocalgptError(refusal(500, message), "start-container");
    expect(error).toMatchObject({ code: "port-taken", facts: { port: 3000 } });
  });

  test("knows a taken container name", () => {
    const message = 'Conflict. The container name "/x-ollama-1" is already in use by container "0123". You have to …';
    const error = toLocalgptError(refusal(409, message), "create-container");
    expect(error).toMatchObject({ code: "name-taken", facts: { kind: "container", name: "x-ollama-1" } });
  });

  test.each(["ECONNRESET", "EPIPE", "ECONNREFUSED", "ENOENT", "EHOSTUNREACH", "ESSH"])(
    "takes %s for a lost connection",
    (code) => {
      const error = toLocalgptError(Object.assign(new Error("socket hang up"), { code }), "list-containers");
      expect(error).toMatchObject({ code: "docker-lost", facts: { action: "list-containers" } });
    },
  );

  test("takes EACCES for a missing permission", () => {
    const cause = Object.assign(new Error("connect EACCES"), { code: "EACCES", address: "/var/run/docker.sock" });
    expect(toLocalgptError(cause, "x")).toMatchObject({ code: "docker-permission" });
  });

  test("tells anything else in the Engine's own words", () => {
    const streamed = Object.assign(new Error("(HTTP code 500) server error - something else "), {
      statusCode: 500,
      json: null,
    });
    for (const cause of [refusal(500, "something else"), streamed]) {
      const facts = { action: "x", status: 500, detail: "something else" };
      expect(toLocalgptError(cause, "x")).toMatchObject({ code: "docker-failed", facts });
    }
  });

  test("an aborted signal counts before what the aborted call failed with", () => {
    const lost = Object.assign(new Error("aborted"), { code: "ECONNRESET" });
    expect(toLocalgptError(lost, "x", AbortSignal.abort()).code).toBe("interrupted");
    const reason = new LocalgptError("stack-not-found", { project: "x" });
    expect(toLocalgptError(lost, "x", AbortSignal.abort(reason))).toBe(reason);
  });
});

test.each([
  'could not select device driver "nvidia" with capabilities: [[gpu]]',
  "CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=all",
  "unknown or invalid runtime name: nvidia",
  "Unknown runtime specified nvidia",
  'error gathering device information while adding custom device "/dev/kfd": no such file or directory',
  "nvidia-container-cli: initialization error: load library failed: libnvidia-ml.so.1: cannot open shared object file",
])("knows a refused GPU: %s", (message) => {
  expect(isGpuRefusal(refusal(500, message))).toBe(true);
});

function refusal(statusCode: number, message: string): Error {
  const text = `(HTTP code ${statusCode}) server error - ${message} `;
  return Object.assign(new Error(text), { statusCode, json: { message } });
}
