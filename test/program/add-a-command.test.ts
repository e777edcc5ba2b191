import { cp, mkdir, mkdtemp, realpath, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { followStep, readSteps } from "../support/data/steps.ts";
import { repository } from "../support/program/repository-script.ts";

const steps = readSteps("CONTRIBUTING.md", "Add a command");
const touched = [...new Set(steps.map(({ file }) => file))];
let folder: string;
let copy: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-hello-"));
  copy = join(folder, "copy");
  const isMade = /^(?:node_modules|dist.*|\.git|\.cache)$/;
  const filter = (path: string) => join(path, "..") !== join(repository, ".") || !isMade.test(basename(path));
  await cp(repository, copy, { recursive: true, filter });
  await symlink(await realpath(join(repository, "node_modules")), join(copy, "node_modules"));
  await mkdir(join(folder, "home"));
  for (const step of steps) await followStep(copy, step);
  await execa(process.execPath, ["scripts/build.mjs"], { cwd: copy });
});

afterAll(async () => {
  // The link first: what it leads to is not ours to remove.
  await unlink(join(copy, "node_modules"));
  await rm(folder, { recursive: true });
});

/** Runs the program of the copy where there is no Docker. */
async function localgpt(...args: string[]) {
  const env = {
    PATH: process.env.PATH ?? "",
    LOCALGPT_HOME: join(folder, "home"),
    DOCKER_HOST: "unix:///localgpt-is-not-here/docker.sock",
    LANG: "en_US.UTF-8",
    USER: "eva",
  };
  const main = join(copy, "dist/main.js");
  const { exitCode, stdout } = await execa(process.execPath, [main, ...args], { env, extendEnv: false, reject: false });
  return { exitCode, stdout };
}

/** Runs a tool of the repository on the copy; its output where it finds fault, else null. */
async function findFaults(tool: string, ...args: string[]): Promise<string | null> {
  const file = join(copy, "node_modules/.bin", tool);
  const run = await execa(file, args, { cwd: copy, reject: false, all: true, stdin: "ignore" });
  return run.exitCode === 0 ? null : run.all;
}

test("seven steps add a command, and touch at most six files of src", () => {
  expect([...new Set(steps.map(({ number }) => number))]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(touched.filter((file) => file.startsWith("src/")).length).toBeLessThanOrEqual(6);
});

test("the command greets, in both languages and for programs", async () => {
  expect(await localgpt("hello", "Ana")).toEqual({ exitCode: 0, stdout: "Hello, Ana" });
  expect(await localgpt("hello", "Ana", "--lang", "es")).toEqual({ exitCode: 0, stdout: "Hola, Ana" });
  expect(await localgpt("hello", "--loud")).toEqual({ exitCode: 0, stdout: "HELLO, EVA" });
  const { exitCode, stdout } = await localgpt("hello", "Ana", "--json");
  expect([exitCode, JSON.parse(stdout)]).toEqual([0, { name: "Ana", loud: false }]);
});

test("both languages have its help, and the list of commands has it", async () => {
  for (const [language, summary, usage] of [
    ["en", "Greet somebody", "Usage: localgpt hello "],
    ["es", "Saluda a alguien", "Uso: localgpt hello "],
  ] as const) {
    const help = await localgpt("hello", "--help", "--lang", language);
    expect(help.exitCode).toBe(0);
    for (const part of [usage, "[NAME]", "--loud", "localgpt hello Ana --loud"]) expect(help.stdout).toContain(part);
    const list = await localgpt("--help", "--lang", language);
    expect(list.stdout).toMatch(new RegExp(`^ {2}hello +${summary}$`, "m"));
  }
});

test("completion offers it and its option", async () => {
  expect((await localgpt("__complete", "hel")).stdout).toMatch(/^hello\b/m);
  expect((await localgpt("__complete", "hello", "--l")).stdout).toMatch(/^--loud\b/m);
});

test("compiler, linter, the tests of the house and the one that the steps write accept it", async () => {
  const written = touched.filter((file) => file.endsWith(".ts"));
  // All of the tests would take as long again, and know nothing of the command.
  const only = { extends: "./tsconfig.json", include: ["src", ...written] };
  await writeFile(join(copy, "tsconfig.written.json"), JSON.stringify(only));
  const suites = ["--project", "unit", "--project", "e2e"];
  const house = ["architecture", "docs", "turns"].map((name) => `test/unit/house/${name}.test.ts`);
  const faults = await Promise.all([
    findFaults("tsc", "--noEmit", "--project", "tsconfig.written.json"),
    findFaults("biome", "check", "--vcs-enabled=false", ...written),
    findFaults("vitest", "run", ...suites, ...house, "test/e2e/hello.test.ts"),
  ]);
  expect(faults).toEqual([null, null, null]);
}, 180_000);

test("a step whose place is gone is noticed", async () => {
  const lines = ["+  bye,", "   nowhere,"];
  const step = { number: 5, file: "src/words/en.ts", kind: "diff", lines } as const;
  await expect(followStep(copy, step)).rejects.toThrow("src/words/en.ts does not have the lines");
});
