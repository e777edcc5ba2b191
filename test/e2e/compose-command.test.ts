import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compose } from "../support/engines/docker.ts";
import { readResult } from "../support/program/output.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;

beforeAll(async () => {
  stack = await createWorkspace("compose", { model: "none" });
});

afterAll(async () => {
  await stack?.remove();
});

const lost = { DOCKER_HOST: "unix:///localgpt-is-not-here/docker.sock" };

test("prints the file that up writes: commented, accepted by docker compose, and nothing else on stdout", async () => {
  const run = await stack.localgpt(["compose", "--lang", "es"]);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/^\s*# /m);
  const file = join(stack.home, "printed.yaml");
  await writeFile(file, run.stdout);
  await compose("-f", file, "config", "-q");
  const services = await compose("-f", file, "config", "--services");
  expect(services.split("\n").sort()).toEqual(["ollama", "open-webui"]);
  expect(run.stdout).toContain(`published: "${stack.port}"`);
  expect(await stack.containerIds()).toEqual({});

  const up = await stack.localgpt(["up", "--lang", "es"]);
  expect(up.code, up.stderr).toBe(0);
  expect((await stack.readHome("compose.yaml")).trimEnd()).toBe(run.stdout.trimEnd());
  expect((await stack.localgpt(["compose"])).stdout.trimEnd()).toBe((await stack.readHome("compose.yaml")).trimEnd());
});

test("--output writes the file, refuses to write over another, and says how to use it", async () => {
  const file = join(stack.home, "kept.yaml");
  const written = await stack.localgpt(["compose", "--output", file]);
  expect(written.code, written.stderr).toBe(0);
  expect(written.stdout).toMatch(/docker compose -f .*kept\.yaml up -d/);
  await compose("-f", file, "config", "-q");
  await writeFile(file, "my own\n");
  for (const [language, sentence] of [
    ["en", /already exists/],
    ["es", /ya existe/],
  ] as const) {
    const refused = await stack.localgpt(["compose", "--output", "kept.yaml", "--lang", language]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(sentence);
    expect(refused.stderr).toContain("--force");
  }
  expect(await readFile(file, "utf8")).toBe("my own\n");
  expect((await stack.localgpt(["compose", "--output", "kept.yaml", "--force"])).code).toBe(0);
  await compose("-f", file, "config", "-q");
  const nowhere = await stack.localgpt(["compose", "--output", "settings.yaml/compose.yaml"]);
  expect(nowhere.code).toBe(1);
  expect(nowhere.stderr).toContain("settings.yaml/compose.yaml");
});

test("works where no Engine answers", async () => {
  const run = await stack.localgpt(["compose"], { environment: lost });
  expect(run.code, run.stderr).toBe(0);
  const file = join(stack.home, "unsized.yaml");
  await writeFile(file, run.stdout);
  await compose("-f", file, "config", "-q");
  const json = await stack.localgpt(["compose", "--json"], { environment: lost });
  expect(readResult<{ text: string; sized: boolean }>(json)).toMatchObject({ sized: false });
});
