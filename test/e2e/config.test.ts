import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Failure, readResult } from "../support/program/output.ts";
import { createWorkspace, type Run, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;
// Settings need no Engine: none of this may even try to reach one.
const environment = { DOCKER_HOST: "unix:///localgpt-is-not-here/docker.sock" };
const config = (...args: string[]) => stack.localgpt(["config", ...args], { environment });

beforeEach(async () => {
  stack = await createWorkspace("config");
});

afterEach(async () => {
  await stack.remove();
});

const write = (text: string) => writeFile(join(stack.home, "settings.yaml"), text);

test("get, set, unset and path", async () => {
  expect((await config("get", "port")).stdout).toBe(`${stack.port}\n`);
  expect((await config("path")).stdout).toBe(`${stack.home}/settings.yaml\n`);
  const set = await config("set", "context", "8192");
  expect(set.code, set.stderr).toBe(0);
  expect(`${set.stdout}${set.stderr}`).toContain("localgpt up");
  expect((await config("get", "context")).stdout).toBe("8192\n");
  expect(await stack.readHome("settings.yaml")).toMatch(/^context: 8192$/m);
  expect((await config("set", "ollama.port", "11434")).code).toBe(0);
  expect((await config("get", "ollama.port")).stdout).toBe("11434\n");
  expect((await config("unset", "context")).code).toBe(0);
  expect((await config("get", "context")).stdout).toBe("4096\n");
  expect(await stack.readHome("settings.yaml")).not.toContain("context");
});

test("list shows every setting and where it comes from", async () => {
  const run = await config("list");
  expect(run.code, run.stderr).toBe(0);
  for (const key of [
    "name",
    "port",
    "model",
    "context",
    "cpus",
    "memory",
    "gpu",
    "language",
    "timeout",
    "stall",
    "ollama.image",
    "ollama.port",
    "open-webui.image",
  ]) {
    expect(run.stdout).toMatch(new RegExp(`^\\s*${key.replace(".", "\\.")}\\s`, "m"));
  }
  expect(run.stdout).toMatch(/^\s*context\s+4096\s.*default/m);
  const spanish = await config("list", "--lang", "es");
  expect(spanish.stdout).toMatch(/^\s*context\s+4096\s.*(por defecto|predeterminado|de serie)/m);
  expect((await config("list", "--json")).stdout).toContain(`${stack.port}`);
});

test("nonsense is refused with one sentence, exit code 2, and changes nothing", async () => {
  const before = await stack.readHome("settings.yaml");
  const nonsense = [
    ["port", "70000"],
    ["memory", "6 gigas"],
    ["gpu", "voodoo"],
    ["model", "a b"],
    ["timeout", "abc"],
    ["name", "Año"],
    ["ollama.image", "Not An Image"],
  ] as const;
  const runs = await Promise.all(nonsense.map(([key, value]) => config("set", "--json", key, value)));
  for (const [index, [name, value]] of nonsense.entries()) {
    const run = runs[index] as Run;
    expect(run.code, name).toBe(2);
    expect(readResult<Failure>(run).error).toMatchObject({ code: "invalid-value", facts: { name, value } });
  }
  for (const [language, question] of [
    ["en", /Did you mean `port`/],
    ["es", /¿Querías decir `port`/],
  ] as const) {
    const unknown = await config("set", "prot", "3001", "--lang", language);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(question);
  }
  expect((await config("get", "prot")).code).toBe(2);
  expect(await stack.readHome("settings.yaml")).toBe(before);
});

test("a file edited by hand: comments and order are kept", async () => {
  await write("# My class\nmodel: tiny # small, for the old laptops\n\n# The page\nport: 3005\n");
  expect((await config("set", "port", "3006")).code).toBe(0);
  expect((await config("set", "context", "2048")).code).toBe(0);
  expect(await stack.readHome("settings.yaml")).toBe(
    "# My class\nmodel: tiny # small, for the old laptops\n\n# The page\nport: 3006\ncontext: 2048\n",
  );
});

test("a file edited by hand wrongly: its line and column, in every command, with exit code 2", async () => {
  const cases = [
    { text: "model: tiny\nport: [3000\n", code: "settings-syntax", line: 3 },
    { text: "model: tiny\nport: many\n", code: "invalid-value", line: 2, column: 7 },
    { text: "model: tiny\nollama:\n  imagen: x\n", code: "unknown-setting", line: 3, column: 3 },
  ];
  for (const { text, code, line, column } of cases) {
    await write(text);
    const run = await config("list", "--json");
    expect(run.code).toBe(2);
    const { error } = readResult<Failure>(run);
    expect(error.code).toBe(code);
    expect(error.facts.place).toMatchObject({
      file: `${stack.home}/settings.yaml`,
      ...(column === undefined ? {} : { line, column }),
    });
    const spanish = await stack.localgpt(["up", "--lang", "es"], { environment });
    expect(spanish.code).toBe(2);
    expect(spanish.stderr).toMatch(/settings\.yaml, línea \d, columna \d+/);
  }
  expect((await config("set", "port", "3001")).code).toBe(2);
  expect(await stack.readHome("settings.yaml")).toBe(cases.at(-1)?.text);
  expect((await config("path")).code).toBe(0);
});
