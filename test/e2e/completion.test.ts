import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docker } from "../support/engines/docker.ts";
import { waitUntil } from "../support/program/progress.ts";
import { createWorkspace, program, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;
let path: string;

beforeAll(async () => {
  stack = await createWorkspace("completion", { model: "qwen2.5:0.5b" });
  // `localgpt` on the PATH, as npm installs it.
  const bin = join(stack.home, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "localgpt"), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  await chmod(join(bin, "localgpt"), 0o755);
  path = `${bin}:${stack.environment.PATH}`;
});

afterAll(async () => {
  await stack?.remove();
});

/** What bash itself offers at the end of this line once the script is loaded. */
async function offered(line: string, environment: Record<string, string> = {}): Promise<string[]> {
  const script = `
    eval "$(localgpt completion bash)"
    COMP_LINE="$1" COMP_POINT=\${#1}
    # Words as bash cuts them: at blanks and at the characters of COMP_WORDBREAKS.
    read -r -a COMP_WORDS <<<"\${1//:/ : }"
    case "$1" in *" ") COMP_WORDS+=("") ;; esac
    COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    function=$(complete -p localgpt | sed -E 's/.*-F ([^ ]+).*/\\1/')
    "$function" localgpt "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...stack.environment, ...environment, PATH: path };
  const { stdout } = await execa("bash", ["-c", script, "bash", line], { env, extendEnv: false });
  return stdout
    .split("\n")
    .map((word) => word.trim())
    .filter(Boolean);
}

test("bash completes commands, options, their values, services and settings", async () => {
  expect(await offered("localgpt ")).toEqual(
    expect.arrayContaining([
      "up",
      "down",
      "restart",
      "status",
      "logs",
      "open",
      "pull",
      "check",
      "fit",
      "compose",
      "config",
      "completion",
    ]),
  );
  expect(await offered("localgpt rest")).toEqual(["restart", "restore"]);
  expect(await offered("localgpt up --d")).toEqual(["--dry-run"]);
  expect(await offered("localgpt up --gpu ")).toEqual(
    expect.arrayContaining(["auto", "none", "nvidia", "amd", "vulkan"]),
  );
  expect(await offered("localgpt logs o")).toEqual(expect.arrayContaining(["ollama", "open-webui"]));
  expect(await offered("localgpt config g")).toEqual(["get"]);
  expect(await offered("localgpt config set ollama.p")).toEqual(["ollama.port"]);
  expect(await offered("localgpt completion z")).toEqual(["zsh"]);
  expect(await offered("localgpt --lang ")).toEqual(["es", "en"]);
  expect(await offered("localgpt status --lang e")).toEqual(["es", "en"]);
});

test("bash completes the names of models, known and installed ones, and does not wait for a Docker that is not there", async () => {
  const lost = { DOCKER_HOST: "unix:///localgpt-is-not-here/docker.sock" };
  expect(await offered("localgpt pull llama3", lost)).toEqual(expect.arrayContaining(["llama3.2:3b"]));
  // After a colon bash replaces only what follows it.
  expect(await offered("localgpt pull llama3.2:1", lost)).toContain("1b");

  expect((await stack.localgpt(["up"])).code).toBe(0);
  expect((await stack.localgpt(["pull", "tiny"])).code).toBe(0);
  // Ollama is given a second to name them: on a busy machine the next Tab has them.
  for (const line of ["localgpt pull ti", "localgpt fit ti", "localgpt up --model ti"]) {
    await waitUntil(line, async () => (await offered(line)).includes("tiny"));
  }
});

test("bash completes the volumes of other installations, where Docker tells them", async () => {
  const volume = `old-${stack.project}_ollama`;
  await docker("volume", "create", volume);
  expect(await offered(`localgpt adopt ${volume.slice(0, -6)}`)).toEqual([volume]);
  expect(await offered("localgpt adopt old-", { DOCKER_HOST: "unix:///localgpt-is-not-here/docker.sock" })).toEqual([]);
});

test("there is a script for each shell, and a shell without one gets a list of those there are", async () => {
  for (const shell of ["bash", "zsh", "fish", "powershell"]) {
    const run = await stack.localgpt(["completion", shell]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain("localgpt");
  }
  const run = await stack.localgpt(["completion", "tcsh"]);
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/tcsh/);
});
