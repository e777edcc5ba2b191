import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { containerOf, loadModel, waitForLongRest } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { readResult } from "../support/program/output.ts";
import { waitUntil } from "../support/program/progress.ts";
import { createWorkspace, program, type Workspace } from "../support/program/workspace.ts";
import { images, setSwitches } from "../support/services/images.ts";

type Status = {
  project: string;
  state: string;
  address: string | null;
  services: { service: string; state: string; exitCode: number | null; memoryLimitBytes: number | null }[];
  models: { installed: { name: string }[] } | null;
  volumes: { name: string }[];
};

let stack: Workspace;

beforeAll(async () => {
  stack = await createWorkspace("status");
  const up = await stack.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
});

afterAll(async () => {
  await stack?.remove();
});

const read = async (...args: string[]) => readResult<Status>(await stack.localgpt(["status", "--json", ...args]));

test("a stack that runs: services, address, models, memory against its limit, volumes, Compose file", async () => {
  const run = await stack.localgpt(["status"]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toBe("");
  expect(run.stdout).toMatch(/Ollama +ready/);
  expect(run.stdout).toMatch(/Open WebUI +ready/);
  expect(run.stdout).toContain(`http://localhost:${stack.port}`);
  expect(run.stdout).toMatch(/tiny/);
  expect(run.stdout).toMatch(/[KMG]iB of [\d.]+ GiB/);
  expect(run.stdout).toContain(`${stack.project}_ollama`);
  expect(run.stdout).toContain(`${stack.home}/compose.yaml`);
  const spanish = await stack.localgpt(["status", "--lang", "es"]);
  expect(spanish.stdout).toMatch(/Ollama +listo/);
  expect(spanish.stdout).toMatch(/Memoria/);
});

test("--json says the same as plain data", async () => {
  const status = await read();
  expect(status).toMatchObject({ project: stack.project, address: `http://localhost:${stack.port}` });
  expect(status.services).toHaveLength(2);
  expect((await stack.localgpt(["status", "--json", "--quiet"])).stderr).toBe("");
  for (const { state, exitCode } of status.services)
    expect({ state, exitCode }).toEqual({ state: "ready", exitCode: null });
  expect(status.models?.installed.map(({ name }) => name)).toEqual(["tiny:latest"]);
});

test("where no network leads to the containers, the services are asked through the Engine", async () => {
  const namespace = process.getuid?.() === 0 ? ["--net"] : ["--net", "--map-root-user"];
  const isolated = await execa("unshare", [...namespace, process.execPath, program, "status", "--json"], {
    env: stack.environment,
    extendEnv: false,
    cwd: stack.home,
  });
  const { services, models } = JSON.parse(isolated.stdout) as Status;
  expect(services.map(({ state }) => state)).toEqual(["ready", "ready"]);
  expect(models?.installed.map(({ name }) => name)).toEqual(["tiny:latest"]);
});

test("a model in memory is shown with its share of processor and GPU", async () => {
  await loadModel(stack, "tiny");
  expect((await stack.localgpt(["status"])).stdout).toMatch(/in memory: .*on the processor/);
  expect((await stack.localgpt(["status", "--lang", "es"])).stdout).toMatch(/en memoria: .*en el procesador/);
});

test("half down: which service stopped, why in words, and the next step", async () => {
  await docker("stop", "-t", "1", containerOf(stack, "open-webui"));
  const run = await stack.localgpt(["status"]);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/Ollama +ready/);
  expect(run.stdout).toMatch(/Open WebUI +stopped/);
  expect(run.stdout).toMatch(/Open WebUI +stopped +.*(it ended|exit code)/);
  expect(run.stdout).toMatch(/`localgpt (up|restart open-webui)`/);
  await docker("start", containerOf(stack, "open-webui"));
  await waitUntil("the page is ready", async () => (await read()).services.every(({ state }) => state === "ready"));
});

test("a service that hangs does not make status hang", async () => {
  await setSwitches(containerOf(stack, "ollama"), { hang: true });
  const run = await stack.localgpt(["status"]);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/does not answer/);
  await setSwitches(containerOf(stack, "ollama"), {});
});

test("a stack that is down: says so, what is kept, how to start it; none at all: says that too", async () => {
  expect((await stack.localgpt(["down"])).code).toBe(0);
  for (const [language, kept] of [
    ["en", /kept in .*_ollama/],
    ["es", /siguen en .*_ollama/],
  ] as const) {
    const run = await stack.localgpt(["status", "--lang", language]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(kept);
    expect(run.stdout).toContain("`localgpt up`");
  }
  const none = await stack.localgpt(["status", "--project", `${stack.project}-none`]);
  expect(none.code).toBe(0);
  expect(none.stdout).toMatch(/not running/);
});

test("a service that crashes: its exit code in words, and where to look", async () => {
  const crashing = await createWorkspace("status-crash", { ollama: images.ollama("illegal"), model: "none" });
  try {
    expect((await crashing.localgpt(["up", "--timeout", "20s"])).code).toBe(5);
    // Between two starts it runs for a moment.
    let run = await crashing.localgpt(["status"]);
    await waitUntil("it has ended again", async () => {
      run = await crashing.localgpt(["status"]);
      return run.stdout.includes("exit code");
    });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/processor lacks an instruction.*\(exit code 132\)/);
    expect(run.stdout).toContain("localgpt logs ollama");
    await waitForLongRest(containerOf(crashing, "ollama"));
    await docker("stop", containerOf(crashing, "ollama"));
    const spanish = await crashing.localgpt(["status", "--lang", "es"]);
    expect(spanish.stdout).toMatch(/falta una instrucción.*\(código de salida 132\)/);
  } finally {
    await crashing.remove();
  }
});
