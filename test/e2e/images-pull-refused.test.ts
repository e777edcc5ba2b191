import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, startEngineProxy } from "../support/engine-proxy.ts";
import { images, pushFreshImage } from "../support/images.ts";
import { docker, registry } from "../support/lab.ts";
import { type Failure, readResult } from "../support/output.ts";
import { type RegistryProxy, startRegistryProxy } from "../support/registry-proxy.ts";
import type { StubEngine } from "../support/stub-engine.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

let stack: Workspace;
let proxy: RegistryProxy;

beforeAll(async () => {
  stack = await createWorkspace("images-refused", { model: "none" });
  proxy = await startRegistryProxy();
});

afterAll(async () => {
  await stack?.remove();
  await proxy?.close();
});

/** Why it fails, and what is to be read in the next step, whatever the language. */
type Refusal = { reason: string; next: RegExp; environment?: Record<string, string> };

/** `up` fails on the image for this reason, says so in both languages and starts nothing. */
async function expectRefusal(image: string, { reason, next, environment = {} }: Refusal): Promise<void> {
  await stack.writeSettings({ ollama: image, model: "none" });
  const run = await stack.localgpt(["up", "--json", "--force"], { environment });
  expect(run.code, run.stderr).toBe(1);
  const { error } = readResult<Failure>(run);
  expect(error).toMatchObject({ code: "pull-failed", facts: { kind: "image", name: image, reason } });
  expect(error.hint).toMatch(next);
  const spanish = await stack.localgpt(["up", "--force", "--lang", "es"], { environment });
  expect(spanish.code).toBe(1);
  expect(spanish.stderr).toMatch(next);
  expect(spanish.stderr).toMatch(/imagen/);
  expect(spanish.stderr).not.toContain(error.message);
  expect(spanish.stderr).toContain(image);
  expect(await runningOf(stack.project)).toEqual([]);
}

async function runningOf(project: string): Promise<string[]> {
  const names = await docker("ps", "--filter", `label=com.docker.compose.project=${project}`, "--format", "{{.Names}}");
  return names.split("\n").filter(Boolean);
}

test("an image that does not exist", async () => {
  await expectRefusal(`${registry()}/localgpt-test/ollama:no-such-tag`, {
    reason: "not-found",
    next: /config unset ollama\.image/,
  });
});

test("a registry that wants a login", async () => {
  proxy.set({ refuse: { status: 401, code: "UNAUTHORIZED", message: "authentication required" } });
  await expectRefusal(proxy.through(`${registry()}/private/ollama:1`), {
    reason: "unauthorized",
    next: /docker login 127\.0\.0\.1:\d+/,
  });
});

test("a registry that has had enough downloads from here", async () => {
  const message = "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit";
  proxy.set({ refuse: { status: 429, code: "TOOMANYREQUESTS", message } });
  await expectRefusal(proxy.through(`${registry()}/localgpt-test/ollama:limited`), {
    reason: "rate-limited",
    next: /docker login/,
  });
});

test("a registry whose name nobody knows", async () => {
  await expectRefusal("registry.localgpt.invalid/ollama:1", {
    reason: "no-such-host",
    next: /DNS/,
  });
});

test("a registry where nobody listens", async () => {
  const closed = await startRegistryProxy();
  await closed.close();
  await expectRefusal(closed.through(`${registry()}/localgpt-test/ollama:1`), {
    reason: "unreachable",
    next: /internet[\s\S]*localgpt up/,
  });
});

test("an image that was not made for this processor", async () => {
  await expectRefusal(images.ollama("no-arch"), {
    reason: "wrong-platform",
    next: /config unset/,
  });
});

test("an image of another processor that was pulled all the same: what its end says, and what check says", async () => {
  const image = images.ollama("wrong-arch");
  // `up` itself is to pull it; with it here, it would refuse at once.
  await docker("image", "rm", "--force", image).catch(() => {});
  await stack.writeSettings({ ollama: image, model: "none" });
  try {
    const up = await stack.localgpt(["up"]);
    expect(up.code, up.stderr).toBe(5);
    expect(up.stderr).toMatch(/exec format error/);
    const check = await stack.localgpt(["check", "--lang", "es"]);
    expect(check.code).toBe(4);
    expect(check.stdout).toMatch(/procesador.*s390x[\s\S]*docker image rm/);
  } finally {
    await stack.localgpt(["down"]);
    await docker("image", "rm", "--force", image);
  }
});

test("an image that arrives damaged: an error inside the stream is an error", async () => {
  const image = proxy.through(await pushFreshImage("ollama", { layers: 1, layerBytes: 100_000 }));
  proxy.set({ damage: true });
  await expectRefusal(image, { reason: "corrupt", next: /localgpt up/ });
  proxy.set({});
});

/** What the Engine says inside a stream that began well; a healthy one does not say it on demand. */
const inStream: Record<string, Refusal & { detail: string }> = {
  "no space while it downloads": {
    detail: "write /var/lib/docker/tmp/GetImageBlob840016268: no space left on device",
    reason: "no-space",
    next: /docker system df/,
  },
  "no space while it unpacks": {
    detail: "failed to register layer: write /c: no space left on device",
    reason: "no-space",
    next: /docker system df/,
  },
  "a certificate that is not trusted": {
    detail:
      'Get "https://ghcr.io/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    reason: "tls",
    next: /engine\/security\/certificates/,
  },
  "a proxy that refuses": {
    detail: 'Get "https://ghcr.io/v2/": proxyconnect tcp: dial tcp 10.20.30.40:3128: connect: connection refused',
    reason: "proxy",
    next: /engine\/daemon\/proxy/,
  },
};

test.each(Object.entries(inStream))(
  "%s: an error inside the stream is an error",
  async (_name, { detail, ...refusal }) => {
    const image = `${registry()}/localgpt-test/ollama:in-stream`;
    const answer = (method: string, path: string): Answer | null => {
      if (method !== "POST" || !path.startsWith("/images/create")) return null;
      const lines = [
        { status: "Pulling from ollama", id: "in-stream" },
        { errorDetail: { message: detail }, error: detail },
      ];
      return { status: 200, body: lines.map((line) => `${JSON.stringify(line)}\r\n`).join("") };
    };
    const engine: StubEngine = await startEngineProxy(answer);
    try {
      await expectRefusal(image, { ...refusal, environment: { DOCKER_HOST: engine.host } });
    } finally {
      await engine.close();
    }
  },
);
