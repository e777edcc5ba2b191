import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildExecutable } from "../support/program/executable.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;
let folder: string;
let executable: string;
let empty: string;

beforeAll(async () => {
  stack = await createWorkspace("binary");
  folder = await mkdtemp(join(tmpdir(), "localgpt binary-"));
  // A user may run what lies there.
  await chmod(folder, 0o755);
  executable = join(folder, "my programs/localgpt");
  empty = join(folder, "empty");
  await mkdir(dirname(executable));
  await mkdir(empty);
  await copyFile(await buildExecutable(), executable);
  await chmod(executable, 0o555);
  await chmod(dirname(executable), 0o555);
}, 120_000);

afterAll(async () => {
  await stack?.remove();
  await chmod(dirname(executable), 0o755);
  await rm(folder, { recursive: true });
});

type Environment = Record<string, string | undefined>;

/** Runs the executable, whose file and folder nobody may write, where no other program is found. */
function run(args: string[], environment: Environment = {}, before: string[] = []) {
  const [file = "", ...rest] = [...before, executable, ...args];
  return execa(file, rest, {
    env: { ...stack.environment, PATH: empty, ...environment },
    extendEnv: false,
    cwd: empty,
    reject: false,
    stdin: "ignore",
  });
}

async function expectDone(args: string[], environment?: Environment): Promise<string> {
  const { exitCode, stdout, stderr } = await run(args, environment);
  expect(exitCode, stderr + stdout).toBe(0);
  expect(stderr).not.toMatch(/warning/i);
  return stdout;
}

test("has at most 130 MB, and everything in it that the commands of a first day need", async () => {
  expect((await stat(executable)).size).toBeLessThanOrEqual(130_000_000);
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  expect(await expectDone(["--version"])).toBe(version);
  expect(await expectDone(["--help"], { LANG: "es_ES.UTF-8" })).toMatch(/^Uso: localgpt <orden> \[opciones\]$/m);
  expect(await expectDone(["completion", "bash"])).toContain("localgpt __complete");
  expect(await expectDone(["compose"])).toContain("image:");

  expect(await expectDone(["up"])).toContain(`http://localhost:${stack.port}`);
  const status = JSON.parse(await expectDone(["status", "--json"]));
  expect(status).toMatchObject({ project: stack.project, state: "running" });
  expect(await expectDone(["ask", "hola"])).not.toBe("");
  // The Python programs are in it too.
  expect(JSON.parse(await expectDone(["admin", "list", "--json"]))).toMatchObject({ accounts: [] });
  await expectDone(["down"]);

  expect(await readdir(dirname(executable))).toEqual(["localgpt"]);
  expect(await readdir(empty)).toEqual([]);
});

test("a user without a home, whom no file of the system lists and to whom nothing belongs, can use it", async () => {
  const nobody = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"];
  const before = process.getuid?.() === 0 ? nobody : [];
  const bare = { HOME: undefined, LOCALGPT_HOME: undefined };
  const path = { ...bare, PATH: process.env.PATH };
  expect((await run(["--version"], path, before)).exitCode).toBe(0);
  expect((await run(["--help"], path, before)).exitCode).toBe(0);
  const plan = await run(["config", "list", "--json"], { ...path, LOCALGPT_HOME: join(empty, "none") }, before);
  expect(plan, plan.stderr).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await readdir(empty)).toEqual([]);
});
