import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding } from "../../src/core/facts/checks.ts";
import { docker } from "../support/engines/docker.ts";
import { readResult } from "../support/program/output.ts";
import { createWorkspace, type Run, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";
import { type ModelRegistry, startModelRegistry } from "../support/services/model-registry.ts";

let stack: Workspace;
let models: ModelRegistry;
const gigabyte = 1_000_000_000;

beforeAll(async () => {
  stack = await createWorkspace("check");
  models = await startModelRegistry({ small: gigabyte / 100, huge: 900 * gigabyte });
});

afterAll(async () => {
  await stack?.remove();
  await models?.close();
});

function findingsOf(run: Run): Finding[] {
  return readResult<{ findings: Finding[] }>(run).findings;
}

function find<I extends Finding["id"]>(findings: Finding[], id: I): Extract<Finding, { id: I }> {
  const found = findings.find((finding): finding is Extract<Finding, { id: I }> => finding.id === id);
  if (found === undefined)
    throw new Error(`no finding ${id} among ${findings.map((finding) => finding.id).join(", ")}`);
  return found;
}

test("a good machine: every check with its facts, exit code 0, nothing made; doctor is the same", async () => {
  const run = await stack.localgpt(["check"]);
  expect(run.code, run.stdout).toBe(0);
  expect(run.stdout).toMatch(/Docker/);
  expect(run.stdout).toContain(`${stack.port}`);
  const doctor = await stack.localgpt(["doctor", "--json"]);
  expect(doctor.code).toBe(0);
  const findings = findingsOf(doctor);
  expect(findings.map(({ status }) => status)).not.toContain("failure");
  expect(find(findings, "docker").facts.engineVersion).toMatch(/^\d+\.\d+/);
  expect(find(findings, "memory").facts.totalBytes).toBeGreaterThan(gigabyte);
  expect(find(findings, "port")).toMatchObject({ status: "ok", facts: { port: stack.port, state: "free" } });
  expect(find(findings, "images").facts.present).toEqual(expect.arrayContaining([images.ollama("1")]));
  expect(await stack.containerIds()).toEqual({});
});

test("in Spanish, and each line without control characters when nobody looks", async () => {
  const run = await stack.localgpt(["check", "--lang", "es"]);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/[Mm]emoria/);
  expect(run.stdout).not.toContain("\u001b");
});

test("a port that another container holds is reported with its name and a free one", async () => {
  const name = `${stack.project}-holder`;
  await docker("run", "-d", "--name", name, "-p", `127.0.0.1:${stack.port}:11434`, images.ollama("1"));
  try {
    const run = await stack.localgpt(["check", "--json"]);
    expect(run.code).toBe(4);
    const { status, facts } = find(findingsOf(run), "port");
    expect(status).toBe("failure");
    expect(facts).toMatchObject({ state: "taken", owner: { kind: "container", name } });
    const text = await stack.localgpt(["check"]);
    expect(text.stdout).toContain(name);
    expect(text.stdout).toContain(`localgpt up --port ${facts.nextFree}`);
  } finally {
    await docker("rm", "-f", name);
  }
});

test("a port that a process holds is reported with its name and pid; up refuses before it changes anything", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(stack.port, "127.0.0.1", resolve));
  try {
    const up = await stack.localgpt(["up"]);
    expect(up.code).toBe(4);
    expect(up.stderr).toContain(`${process.pid}`);
    expect(up.stderr).toMatch(/localgpt up --port \d+/);
    expect(await stack.containerIds()).toEqual({});
    const { facts } = find(findingsOf(await stack.localgpt(["check", "--json"])), "port");
    expect(facts).toMatchObject({ state: "taken", owner: { kind: "process", pid: process.pid } });
    const spanish = await stack.localgpt(["up", "--lang", "es"]);
    expect(spanish.stderr).toMatch(/puerto/i);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("a model of any registry is measured before it is downloaded: a small one fits, a huge one does not", async () => {
  const small = await stack.localgpt(["check", models.name("small"), "--json"]);
  expect(small.code, small.stdout).toBe(0);
  expect(find(findingsOf(small), "model").facts.bytes).toBeGreaterThanOrEqual(gigabyte / 100);

  const huge = await stack.localgpt(["check", models.name("huge"), "--json"]);
  expect(huge.code).toBe(4);
  const findings = findingsOf(huge);
  expect(find(findings, "model-memory")).toMatchObject({ status: "failure" });
  expect(find(findings, "model-memory").facts.neededBytes).toBeGreaterThan(900 * gigabyte);
  expect(find(findings, "disk").facts.neededBytes).toBeGreaterThan(900 * gigabyte);
  expect((await stack.localgpt(["check", models.name("huge")])).stdout).toMatch(/9\d\d\.\d GB|8\d\d\.\d GiB/);
  expect(models.requests().length).toBeGreaterThan(0);
});

test("pull refuses what cannot fit before it downloads anything", async () => {
  const run = await stack.localgpt(["pull", models.name("huge")]);
  expect(run.code).toBe(4);
  expect(`${run.stdout}${run.stderr}`).toMatch(/--force/);
  expect(await stack.containerIds()).toEqual({});
});

test("up stops at a check that fails, and goes on with --force", async () => {
  const refused = await stack.localgpt(["up", "--model", "llama3.2", "--memory", "700m", "--json"]);
  expect(refused.code).toBe(4);
  const { error } = readResult<{ error: { code: string; facts: { findings: Finding[] } } }>(refused);
  expect(error.code).toBe("checks-refused");
  expect(error.facts.findings.map(({ id }) => id)).toEqual(["model-memory"]);
  expect(await stack.containerIds()).toEqual({});
  // Refused options are not remembered.
  expect(await stack.readHome("settings.yaml")).not.toContain("700m");
  const spanish = await stack.localgpt(["up", "--model", "llama3.2", "--memory", "700m", "--lang", "es"]);
  expect(spanish.code).toBe(4);
  expect(spanish.stderr).toMatch(/límite de 700 MiB[\s\S]*--force/);

  const forced = await stack.localgpt(["up", "--model", "llama3.2", "--memory", "700m", "--force"]);
  expect(forced.code, forced.stderr).toBe(0);
  expect(forced.stderr).toMatch(/--force/);
  // The running stack is ours: its port is not a failure.
  const after = await stack.localgpt(["check", "qwen2.5:0.5b", "--json"]);
  expect(find(findingsOf(after), "port")).toMatchObject({ status: "ok", facts: { state: "ours" } });
});
