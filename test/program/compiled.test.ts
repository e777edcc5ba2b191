import { cp, mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { program } from "../support/program/workspace.ts";

let folder: string;
const run = (...args: string[]) => {
  const environment = { PATH: process.env.PATH ?? "", LOCALGPT_HOME: join(folder, "home"), LANG: "es_ES.UTF-8" };
  return execa(process.execPath, [join(folder, "dist/main.js"), ...args], {
    env: environment,
    extendEnv: false,
    reject: false,
  });
};
const compiled = () => readdir(join(folder, "dist/compiled"));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-compiled-"));
  await cp(dirname(program), join(folder, "dist"), { recursive: true });
  await rm(join(folder, "dist/compiled"), { recursive: true, force: true });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test("what V8 made of the program is kept for each command that went well, and whatever happens to it does no harm", async () => {
  const first = await run("config", "list");
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  const [file = "", ...others] = await compiled();
  expect(file).toContain(process.version);
  expect(others).toEqual([]);
  expect((await run("config", "list")).stdout).toBe(first.stdout);

  expect((await run("config", "set", "port", "x")).exitCode).toBe(2);
  expect((await run("confg")).exitCode).toBe(2);
  expect(await compiled()).toEqual([file]);
  await run("config", "list", "--help");
  expect(await compiled()).toHaveLength(2);

  // A disk that was full, another version's file, and a folder in which nothing can be kept.
  await truncate(join(folder, "dist/compiled", file), 1000);
  expect((await run("config", "list")).stdout).toBe(first.stdout);
  await writeFile(join(folder, "dist/compiled", file), "nonsense");
  expect((await run("config", "list")).stdout).toBe(first.stdout);
  await rm(join(folder, "dist/compiled"), { recursive: true });
  await writeFile(join(folder, "dist/compiled"), "");
  expect(await run("config", "list")).toMatchObject({ exitCode: 0, stdout: first.stdout, stderr: "" });
});
