import { afterEach, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../src/engine/wire/engine.ts";
import { hasApi } from "../../src/engine/wire/engine.ts";
import { readStatus } from "../../src/services/stack/read-status.ts";
import { calm, connectUnderTest } from "../support/engines/connect.ts";
import { waitForLongRest } from "../support/engines/containers.ts";
import { docker, uniqueProject } from "../support/engines/docker.ts";
import { type ComposeStack, startComposeStack } from "../support/services/compose-stack.ts";
import { setSwitches } from "../support/services/images.ts";

let engine: Engine;
let stack: ComposeStack | undefined;

beforeAll(async () => {
  engine = await connectUnderTest();
});

afterEach(async () => {
  await stack?.remove();
  stack = undefined;
});

test("a stack that Compose made is reported with all that it uses", async () => {
  const memoryLimitBytes = 512 * 1024 ** 2;
  stack = await startComposeStack("status", { resources: { memoryLimitBytes, cpuLimit: 0.5 } });
  const { project, port, file, container } = stack;
  await expect.poll(async () => (await readStatus(engine, project, calm())).state, { timeout: 30_000 }).toBe("running");
  await docker("exec", container("ollama"), "ollama", "pull", "tiny").catch(() => undefined);
  const status = await readStatus(engine, project, calm());
  expect(status).toMatchObject({
    project,
    state: "running",
    address: `http://localhost:${port}`,
    services: [
      { service: "ollama", state: "ready", version: "0.35.1", exitCode: null, memoryLimitBytes, cpuLimit: 0.5 },
      { service: "open-webui", state: "ready", version: "0.11.4", exitCode: null, memoryLimitBytes: null },
    ],
    models: { installed: [], loaded: [] },
    contextTokens: 4096,
    volumes: [{ name: `${project}_ollama` }, { name: `${project}_open-webui` }],
    composeFile: file,
    pageFindsOllama: true,
    awaitsFirstAccount: true,
    docker: { version: engine.engineVersion },
  });
  for (const service of status.services) {
    expect(service.memoryBytes).toBeGreaterThan(1024 ** 2);
    expect(service.cpuPercent).toBeGreaterThanOrEqual(0);
    expect(Date.parse(service.since ?? "")).toBeGreaterThan(Date.now() - 120_000);
  }
  const readSizes = async () =>
    (await readStatus(engine, project, calm())).volumes.map(({ sizeBytes }) => typeof sizeBytes);
  // On a busy machine the Engine may not tell them in time.
  if (hasApi(engine, "1.42")) await expect.poll(readSizes).toEqual(["number", "number"]);
  else expect(status.volumes.map(({ sizeBytes }) => sizeBytes)).toEqual([null, null]);
});

test("a second look shows the processor on every Engine, measured from look to look", async () => {
  stack = await startComposeStack("status-again");
  const { project } = stack;
  const samples = new Map();
  await readStatus(engine, project, calm(), samples);
  const status = await readStatus(engine, project, calm(), samples);
  for (const { cpuPercent } of status.services) expect(cpuPercent).toBeGreaterThanOrEqual(0);
});

test("a service that hangs does not make the status hang", async () => {
  stack = await startComposeStack("status-hang");
  const { project, container } = stack;
  await expect.poll(async () => (await readStatus(engine, project, calm())).state, { timeout: 30_000 }).toBe("running");
  await setSwitches(container("ollama"), { hang: true });
  const status = await readStatus(engine, project, calm());
  expect(status).toMatchObject({
    models: null,
    services: [{ state: expect.not.stringMatching("ready") }, { state: "ready" }],
  });
});

test("a stopped service tells how it ended, a stack that is down that its volumes are kept", async () => {
  stack = await startComposeStack("status-down", { ollama: "crash" });
  const { project, container } = stack;
  await expect
    .poll(async () => (await readStatus(engine, project, calm())).services[1]?.state, { timeout: 30_000 })
    .toBe("ready");
  await waitForLongRest(container("ollama"));
  await docker("stop", container("ollama"), container("open-webui"));
  const stopped = await readStatus(engine, project, calm());
  expect(stopped).toMatchObject({
    state: "stopped",
    models: null,
    services: [
      { service: "ollama", state: "stopped", exitCode: 1, exitMeaning: "failed" },
      { service: "open-webui", state: "stopped", exitCode: 0, exitMeaning: "clean" },
    ],
  });
  await stack.compose("down");
  expect(await readStatus(engine, project, calm())).toMatchObject({
    state: "absent",
    address: null,
    services: [{ state: "missing" }, { state: "missing" }],
    volumes: [{ name: `${project}_ollama` }, { name: `${project}_open-webui` }],
  });
});

test("a project that never was is absent and keeps nothing", async () => {
  const status = await readStatus(engine, uniqueProject("status-none"), calm());
  expect(status).toMatchObject({ state: "absent", volumes: [], composeFile: null });
});
