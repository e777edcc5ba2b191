import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { LocalgptError } from "../../src/core/errors/errors.ts";
import { findCredentials } from "../../src/engine/find/credentials.ts";
import { parseEndpoint, strategies } from "../../src/engine/find/discovery.ts";
import { currentContextName, readContainerProxy, readContext } from "../../src/engine/find/docker-config.ts";
import { anyText, damaged, imageNames, scrambled } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-fuzz-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

// No `credsStore` that could be a program of this machine.
const values = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, "", 5, [], {}, "default", "localgpt-fuzz") },
);
const auths = fc.dictionary(
  fc.constantFrom("https://index.docker.io/v1/", "ghcr.io", "localhost:5000", "https://a-b.example:1/v2", "__proto__"),
  fc.oneof(
    values,
    fc.record(
      {
        auth: fc.oneof(
          values,
          fc.tuple(anyText, anyText).map((pair) => Buffer.from(pair.join(":")).toString("base64")),
        ),
        username: fc.oneof(values, anyText),
        password: fc.oneof(values, anyText),
        identitytoken: fc.oneof(values, anyText),
      },
      { requiredKeys: [] },
    ),
  ),
);
const proxies = fc.dictionary(
  fc.constantFrom("default", "unix:///a.sock"),
  fc.oneof(values, fc.dictionary(fc.constantFrom("httpsProxy", "noProxy"), values)),
);
const configs = fc
  .record(
    {
      auths: fc.oneof(values, auths),
      credHelpers: fc.oneof(values, fc.dictionary(fc.constantFrom("ghcr.io", "localhost:5000"), values)),
      credsStore: values,
      currentContext: values,
      proxies: fc.oneof(values, proxies),
    },
    { requiredKeys: [] },
  )
  .map((config) => JSON.stringify(config));
const texts = fc.oneof(
  configs,
  configs,
  damaged(configs, anyText),
  anyText,
  values.map((value) => JSON.stringify(value)),
);

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

describe("Docker's config.json", () => {
  property(
    "of any text gives credentials of texts, or none",
    [texts, imageNames, fc.boolean()],
    async (text, image, fromEnvironment) => {
      // With an empty path no program is found, whatever a helper is called.
      const environment = { PATH: folder, DOCKER_CONFIG: folder, ...(fromEnvironment && { DOCKER_AUTH_CONFIG: text }) };
      await writeFile(join(folder, "config.json"), fromEnvironment ? "{}" : text);
      const found = await findCredentials(image, environment, AbortSignal.timeout(60_000));
      if (found === null) return;
      const { serveraddress, ...secrets } = found;
      expect(serveraddress).toBeTypeOf("string");
      expect(Object.values(secrets).every((secret) => typeof secret === "string")).toBe(true);
      expect("identitytoken" in secrets ? isText(secrets.identitytoken) : isText(secrets.username)).toBe(true);
    },
    { share: 0.5 },
  );

  property(
    "of any text names a context, a proxy, or none",
    [texts],
    async (text) => {
      await writeFile(join(folder, "config.json"), text);
      const name = await currentContextName({ DOCKER_CONFIG: folder });
      if (name !== null) expect(isText(name)).toBe(true);
      const proxy = await readContainerProxy({ DOCKER_CONFIG: folder }, "unix:///a.sock");
      if (proxy !== null) expect([isText(proxy.httpsProxy), typeof proxy.noProxy]).toEqual([true, "string"]);
    },
    { share: 0.5 },
  );
});

const metas = fc.oneof(
  values,
  fc.record(
    {
      Name: values,
      Endpoints: fc.oneof(
        values,
        fc.record(
          {
            docker: fc.oneof(
              values,
              fc.record({ Host: fc.oneof(values, anyText), SkipTLSVerify: values }, { requiredKeys: [] }),
            ),
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  ),
);

describe("a context of the docker CLI", () => {
  property(
    "of any text is an endpoint, missing or unsupported",
    [
      fc.oneof(
        metas.map((meta) => JSON.stringify(meta)),
        anyText,
      ),
    ],
    async (text) => {
      const path = join(folder, "contexts", "meta", createHash("sha256").update("fuzz").digest("hex"));
      await mkdir(path, { recursive: true });
      await writeFile(join(path, "meta.json"), text);
      const environment = { DOCKER_CONFIG: folder, DOCKER_CONTEXT: "fuzz" };
      try {
        const { host } = await readContext(environment, "fuzz");
        expect(isText(host)).toBe(true);
        await strategies[1]?.({ environment, platform: "linux", userId: 1 });
      } catch (error) {
        if (!(error instanceof LocalgptError)) throw error;
        expect(["docker-context-missing", "docker-endpoint-unsupported"]).toContain(error.code);
      }
    },
    { share: 0.5 },
  );
});

describe("an address of an Engine", () => {
  const parts = [
    ["tcp://", "ssh://", "http://", "https://", "unix://", "npipe://", ""],
    ["", "user@", "user:p@", "%zz@", "%20@", "@", ":@"],
    ["a", "a.b", "[::1]", "[", "127.0.0.1", "1", "ñ", "", "a b", "%61"],
    ["", ":1", ":80", ":0", ":65536", ":x", ":"],
    ["", "/", "/a", "/a:22", "?b", "#c", "/%zz"],
  ].map((some) => fc.constantFrom(...some));
  const addresses = fc.oneof(
    anyText,
    fc.tuple(...parts).map((some) => some.join("")),
    scrambled(
      "ab1.:/@%[]?#-",
      [
        "tcp://",
        "unix://",
        "ssh://",
        "http://",
        "https://",
        "npipe://",
        "localhost",
        "[::1]",
        ":2375",
        "%zz",
        "user:p@",
        "/var/run/docker.sock",
        "\\\\.\\pipe\\x",
      ],
      8,
    ),
  );
  property(
    "of any text is an endpoint with all its parts, or unsupported",
    [addresses],
    (text) => {
      try {
        const endpoint = parseEndpoint(text, "DOCKER_HOST", null);
        expect(endpoint.address).toBe(text);
        if (endpoint.kind === "socket") expect(endpoint.path).not.toBe("");
        else expect(endpoint.host).not.toBe("");
        if (endpoint.kind !== "socket" && endpoint.port !== null) {
          expect(Number.isInteger(endpoint.port) && endpoint.port >= 0 && endpoint.port <= 65_535).toBe(true);
        }
      } catch (error) {
        if (!(error instanceof LocalgptError)) throw error;
        expect(error.code).toBe("docker-endpoint-unsupported");
      }
    },
    { share: 2 },
  );

  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((ip) => `[${ip}]`),
  );
  property(
    "has the host and the port that were written",
    [host, fc.integer({ min: 1, max: 65_535 }), fc.constantFrom("tcp", "http", "https", "ssh")],
    (name, port, scheme) => {
      const endpoint = parseEndpoint(`${scheme}://${name}:${port}`, "DOCKER_HOST", null);
      expect(endpoint).toMatchObject({ kind: scheme === "ssh" ? "ssh" : "tcp", port });
      if (!name.startsWith("[")) expect(endpoint).toMatchObject({ host: name.toLowerCase() });
    },
  );
});
