import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { words as en } from "../../src/words/en.ts";
import { words as es } from "../../src/words/es.ts";
import type { Failure } from "../support/program/output.ts";
import { createWorkspace, program, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;
// What is said about the command line itself needs no Engine and must not look for one.
const environment = { DOCKER_HOST: "unix:///localgpt-is-not-here/docker.sock" };
const run = (line: string) => stack.localgpt(line.split(" ").filter(Boolean), { environment });

beforeAll(async () => {
  stack = await createWorkspace("command-line");
});

afterAll(async () => {
  await stack?.remove();
});

const commands = [
  "up",
  "down",
  "restart",
  "update",
  "rollback",
  "status",
  "logs",
  "open",
  "ask",
  "chat",
  "pull",
  "models",
  "tune",
  "adopt",
  "admin",
  "check",
  "fit",
  "backup",
  "restore",
  "compose",
  "config",
  "self-update",
  "uninstall",
  "completion",
];

test("the help lists every command in its order, in both languages, on stdout", async () => {
  for (const [line, words] of [
    ["", en],
    ["--help", en],
    ["help", en],
    ["--lang es", es],
    ["--help --lang=es", es],
  ] as const) {
    const { code, stdout, stderr } = await run(line);
    expect(code, line).toBe(0);
    expect(stderr).toBe("");
    const rows = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}(\S.*)$/gm)].map(([, name, what]) => [name, what]);
    const expected = commands.map((name) => [name, words.help[name as "up"].summary]);
    expect(rows.slice(0, commands.length)).toEqual(expected);
  }
});

test("every command has a help of its own with an example, no line of it wider than 80 columns", async () => {
  const groups = {
    config: ["set", "get", "unset", "list", "path"],
    models: ["list", "show", "rm", "update", "default", "load", "unload"],
  };
  const inGroups = Object.entries(groups).flatMap(([group, names]) => names.map((name) => `${group} ${name}`));
  for (const command of [...commands, ...inGroups]) {
    for (const [words, lang] of [
      [en, "en"],
      [es, "es"],
    ] as const) {
      const { code, stdout, stderr } = await run(`${command} --help --lang ${lang}`);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(`${words.program.headings.usage}: localgpt ${command} `);
      expect(stdout).toContain(`${words.program.headings.examples}:\n  `);
      expect(stdout).not.toMatch(/undefined|\[object/);
      const wide = stdout.split("\n").filter((text) => text.length > 80 && !/^ {2}\S/.test(text));
      expect(wide, command).toEqual([]);
    }
  }
  expect((await run("help config set")).stdout).toBe((await run("config set --help")).stdout);
  expect((await run("doctor --help")).stdout).toBe((await run("check --help")).stdout);
});

test("the version", async () => {
  for (const line of ["--version", "-V", "up --version"]) {
    expect(await run(line)).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: "" });
  }
});

test.each([
  ["upp", /`upp`.*`localgpt up`/],
  ["stats", /`stats`.*`localgpt status`/],
  ["config sett", /`config sett`.*`localgpt config set`/],
  ["xyzzy", /no command `xyzzy`$/m],
  ["upp --help", /`upp`.*`localgpt up`/],
  ["help upp", /`upp`.*`localgpt up`/],
  ["config sett --help", /`config sett`.*`localgpt config set`/],
  ["up --prot 3000", /`--prot`.*`--port`/],
  ["--jsn up", /`--jsn`.*`--json`/],
  ["up --port", /`--port` needs a value/],
  ["down now", /`localgpt down`.*`now`/],
  ["pull", /`localgpt pull` needs `MODEL`/],
  ["--lang fr up", /`--lang`.*`fr`/],
  ["--project A! status", /`--project`.*`A!`/],
])("`localgpt %s` is told in one sentence and ends with 2", async (line, sentence) => {
  const { code, stdout, stderr } = await run(line);
  expect(code, stderr).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
});

test("with --json a failure is one document on stdout, wherever the option stands", async () => {
  for (const line of ["--json upp", "upp --json"]) {
    const { code, stdout, stderr } = await run(line);
    expect(code).toBe(2);
    expect(stderr).toBe("");
    expect((JSON.parse(stdout) as Failure).error).toMatchObject({
      code: "unknown-command",
      facts: { value: "upp", near: "up" },
    });
  }
});

test("with --verbose a failure shows where it comes from", async () => {
  expect((await run("upp --verbose")).stderr).toMatch(/LocalgptError: unknown-command\n\s+at /);
});

test("the language follows the system, and --lang goes before it", async () => {
  const spanish = { ...environment, LANG: "es_ES.UTF-8" };
  expect((await stack.localgpt(["upp"], { environment: spanish })).stderr).toContain("No hay ninguna orden");
  expect((await stack.localgpt(["upp", "--lang", "en"], { environment: spanish })).stderr).toContain(
    "There is no command",
  );
});

test("a reader that goes away ends the program without a word", async () => {
  const line = `"$0" "$1" config list --verbose | true; echo "code \${PIPESTATUS[0]}"`;
  const env = { ...stack.environment, ...environment };
  const { stdout, stderr } = await execa("bash", ["-c", line, process.execPath, program], { env, extendEnv: false });
  expect(stdout).toBe("code 0");
  expect(stderr).toBe("");
});
