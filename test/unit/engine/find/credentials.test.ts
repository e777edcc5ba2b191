import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findCredentials, registryAddress } from "../../../../src/engine/find/credentials.ts";
import { isPosix } from "../../../support/program/posix.ts";

const hub = "https://index.docker.io/v1/";
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-docker-config-"));
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ["ollama/ollama:1", hub],
  ["ubuntu", hub],
  ["docker.io/ollama/ollama", hub],
  ["ghcr.io/open-webui/open-webui:v1", "ghcr.io"],
  ["localhost/x", "localhost"],
  ["127.0.0.1:5000/x@sha256:0", "127.0.0.1:5000"],
])("%s belongs to %s", (reference, address) => {
  expect(registryAddress(reference)).toBe(address);
});

test("nothing is known without a file, with a broken one, or with the empty entry that a store leaves", async () => {
  expect(await find("ollama/ollama")).toBeNull();
  await writeFile(join(folder, "config.json"), "{ nonsense");
  expect(await find("ollama/ollama")).toBeNull();
  await writeConfig({ auths: { [hub]: {} } });
  expect(await find("ollama/ollama")).toBeNull();
});

// Found by test/fuzz.
test.each([
  { auths: null },
  { auths: { [hub]: null } },
  { auths: { [hub]: { auth: 5, username: {}, identitytoken: [] } } },
  { credHelpers: "x", credsStore: 5, auths: "x" },
])("nothing is known of a file whose parts are of another kind: %j", async (config) => {
  await writeConfig(config);
  expect(await find("ollama/ollama")).toBeNull();
});

test("auths are found by host, also under a whole address, with colons in the password", async () => {
  await writeConfig({
    auths: { "https://ghcr.io/v2/": { auth: encode("me:pass:word") }, [hub]: { auth: encode("a:b") } },
  });
  expect(await find("ghcr.io/x/y")).toEqual({ username: "me", password: "pass:word", serveraddress: "ghcr.io" });
  expect(await find("ollama/ollama")).toEqual({ username: "a", password: "b", serveraddress: hub });
  expect(await find("quay.io/x")).toBeNull();
});

test.runIf(isPosix)("a helper of the registry's own counts before the store, the store before auths", async () => {
  await writeHelper("store", `read address; echo '{"ServerURL":"'$address'","Username":"stored","Secret":"s"}'`);
  await writeHelper("own", `echo '{"Username":"<token>","Secret":"t"}'`);
  const auths = { [hub]: { auth: encode("plain:p") } };
  await writeConfig({ credsStore: "store", credHelpers: { "ghcr.io": "own" }, auths });
  expect(await find("ollama/ollama")).toEqual({ username: "stored", password: "s", serveraddress: hub });
  expect(await find("ghcr.io/x")).toEqual({ identitytoken: "t", serveraddress: "ghcr.io" });
});

test.runIf(isPosix)("a helper that knows nothing, or is not there, is no failure", async () => {
  await writeHelper("empty", "echo credentials not found in native keychain; exit 1");
  await writeConfig({ credsStore: "empty" });
  expect(await find("ollama/ollama")).toBeNull();
  await writeConfig({ credsStore: "missing" });
  expect(await find("ollama/ollama")).toBeNull();
});

test("DOCKER_AUTH_CONFIG counts first", async () => {
  await writeConfig({ auths: { "ghcr.io": { auth: encode("file:f") } } });
  const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { "ghcr.io": { auth: encode("env:e") } } });
  expect(await find("ghcr.io/x", { DOCKER_AUTH_CONFIG })).toMatchObject({ username: "env" });
});

function find(reference: string, more: NodeJS.ProcessEnv = {}) {
  const environment = { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env.PATH}`, ...more };
  return findCredentials(reference, environment, new AbortController().signal);
}

async function writeConfig(config: object): Promise<void> {
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
}

async function writeHelper(name: string, script: string): Promise<void> {
  const file = join(folder, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64");
}
