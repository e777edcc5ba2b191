import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { program } from "../support/program/workspace.ts";

let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "localgpt-shells-"));
  await symlink(program, join(folder, "localgpt"));
  environment = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, LOCALGPT_HOME: folder, LANG: "en_US.UTF-8" };
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Writes the script of a shell to a file and gives its path. */
async function writeScript(shell: string): Promise<string> {
  const { stdout } = await execa("localgpt", ["completion", shell], { env: environment, extendEnv: false });
  const file = join(folder, `completion.${shell}`);
  await writeFile(file, `${stdout}\n`);
  return file;
}

test("fish offers commands and services", async () => {
  const script = await writeScript("fish");
  const offer = async (line: string) => {
    const command = `source ${script}; complete -C '${line}'`;
    const { stdout } = await execa("fish", ["--no-config", "-c", command], { env: environment, extendEnv: false });
    return stdout.split("\n").map((candidate) => candidate.split("\t")[0]);
  };
  expect(await offer("localgpt sta")).toEqual(["status"]);
  expect(await offer("localgpt restart o")).toEqual(["ollama", "open-webui"]);
});

test("zsh takes its script and registers it", async () => {
  const script = await writeScript("zsh");
  const command = `autoload -Uz compinit && compinit -u -d ${folder}/dump; source ${script}; print $_comps[localgpt]`;
  const { stdout } = await execa("zsh", ["-f", "-c", command], { env: environment, extendEnv: false });
  expect(stdout).toBe("_localgpt");
});
