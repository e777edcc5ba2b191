import { chmod, copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hideDocker } from "../support/engines/hide-docker.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
let stack: Workspace;
let clone: string;
let bash: string;

beforeAll(async () => {
  stack = await createWorkspace("start", { model: "none" });
  bash = (await execa("which", ["bash"])).stdout;
  clone = await mkdtemp(join(tmpdir(), "localgpt-clone-"));
  for (const entry of [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "scripts",
    "src",
    "templates",
    "LICENSE",
  ]) {
    await cp(join(repository, entry), join(clone, entry), { recursive: true, preserveTimestamps: true });
  }
  // What `npm ci` would install, without asking the network for it again: linked, or copied to another file system.
  const [from, to] = [join(repository, "node_modules"), join(clone, "node_modules")];
  await execa("cp", ["-al", from, to]).catch(() => execa("cp", ["-a", from, to]));
  // Its time says when that was; a file of its own, so that the repository's stays as it is.
  await rm(join(to, ".package-lock.json"));
  await copyFile(join(from, ".package-lock.json"), join(to, ".package-lock.json"));
}, 120_000);

afterAll(async () => {
  await stack?.remove();
  await rm(clone, { recursive: true, force: true });
});

type Surroundings = { path?: string | undefined; before?: string[]; environment?: Record<string, string | undefined> };

const start = (args: string[], { path = process.env.PATH, before = [], environment = {} }: Surroundings = {}) =>
  execa("env", [...before, "/usr/bin/env", `PATH=${path}`, bash, join(clone, "scripts/start.sh"), ...args], {
    env: { ...stack.environment, ...environment },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });

test("builds once, runs up with the arguments that follow, and builds again only when sources changed", async () => {
  const first = await start(["--dry-run"]);
  expect(first.exitCode, first.stderr).toBe(0);
  expect(first.stderr).toMatch(/Building localgpt…\nTo have the command localgpt everywhere, .* npm install -g \./);
  expect(first.stdout).toMatch(/create the Ollama container/);
  const second = await start(["--dry-run", "--json"]);
  expect(second.exitCode, second.stderr).toBe(0);
  expect(second.stderr).not.toMatch(/Building|Installing/);
  expect(JSON.parse(second.stdout)).toMatchObject({ dryRun: true });
  await writeFile(join(clone, "src/core/touched.ts"), "export {};\n");
  const third = await start(["--dry-run"], { environment: { LANG: "es_ES.UTF-8" } });
  expect(third.exitCode, third.stderr).toBe(0);
  expect(third.stderr).toMatch(/Compilando localgpt…/);
  expect(await stack.containerIds()).toEqual({});
  // What `up` says about a wrong argument is what the script ends with.
  expect((await start(["--port", "70000"])).exitCode).toBe(2);
});

test("says what is missing and how to get it, before anything else", async () => {
  const stubs = join(stack.home, "stubs");
  await mkdir(stubs);
  for (const tool of ["dirname", "uname", "find", "bash", "touch"]) {
    await symlink((await execa("which", [tool])).stdout, join(stubs, tool));
  }
  const environment = { DOCKER_HOST: undefined, HOME: join(stack.home, "empty") };
  const noNode = await start([], { path: stubs, environment });
  expect(noNode.exitCode).toBe(2);
  expect(noNode.stderr).toMatch(/^Node\.js 20 or newer is needed and was not found\n {2}\S+/);

  const program = async (name: string, text: string) => {
    await writeFile(join(stubs, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(stubs, name), 0o755);
  };
  await program("node", "echo v18.19.0");
  await program("npm", "exit 1");
  const oldNode = await start([], { path: stubs, environment: { ...environment, LANG: "es_ES.UTF-8" } });
  expect(oldNode.exitCode).toBe(2);
  expect(oldNode.stderr).toMatch(/^Hace falta Node\.js 20 o más nuevo; este es v18\.19\.0\n {2}\S+/);

  await program("node", "echo v22.1.0");
  const noDocker = await start([], { path: stubs, environment, before: hideDocker() });
  expect(noDocker.exitCode).toBe(3);
  expect(noDocker.stderr).toMatch(/^Docker is needed and was not found\n {2}\S+/);
});
