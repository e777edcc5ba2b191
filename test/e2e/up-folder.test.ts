import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { modelsOf } from "../support/containers.ts";
import { images } from "../support/images.ts";
import { freePort, leakCheck, removeProject, uniqueProject } from "../support/lab.ts";
import { chatTitles, keepChat, signUp } from "../support/page.ts";
import { createWorkspace, program, type Run, type Workspace } from "../support/workspace.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace("folder");
});
afterEach(() => workspace.remove());

describe("LOCALGPT_HOME that cannot be used: one sentence that names it, and nothing is started", () => {
  test("a file", async () => {
    const LOCALGPT_HOME = join(workspace.home, "file");
    await writeFile(LOCALGPT_HOME, "");
    const run = await workspace.localgpt(["--project", workspace.project, "up"], { environment: { LOCALGPT_HOME } });
    await expectRefusal(run, LOCALGPT_HOME);
  });

  test("on a disk that is read-only", async () => {
    const run = await onItsOwnMount(
      ["up", "--no-model"],
      (home) => `mount --bind ${home} ${home} && mount -o remount,ro,bind ${home}`,
    );
    await expectRefusal(run, workspace.home);
    expect(run.stderr).toMatch(/read-only/);
  });

  test("on a disk that is full", async () => {
    const run = await onItsOwnMount(
      ["up", "--no-model"],
      (home) =>
        // Some blocks for the settings and the lock; none is left for anything more.
        `cp ${home}/settings.yaml /tmp/$$.yaml && mount -t tmpfs -o size=16k tmpfs ${home} && mv /tmp/$$.yaml ${home}/settings.yaml && { dd if=/dev/zero of=${home}/rest bs=1k 2>/dev/null; true; }`,
    );
    await expectRefusal(run, workspace.home);
    expect(run.stderr).toMatch(/no space left/);
  });
});

test("--project NAME is a second stack beside the first, with its own folder, port, data and model", async () => {
  const other = uniqueProject("other");
  const localgpt = (...args: string[]) => workspace.localgpt(["--project", other, ...args]);
  try {
    expect((await workspace.localgpt(["up"])).code).toBe(0);
    const first = await workspace.containerIds();
    const session = await signUp(workspace.port);
    await keepChat(workspace.port, session, "of the first");

    const port = await freePort();
    for (const [key, value] of Object.entries({
      gpu: "none",
      "ollama.image": images.ollama("1"),
      "open-webui.image": images.openWebui("1"),
    })) {
      expect((await localgpt("config", "set", key, value)).code).toBe(0);
    }
    // Made for its owner alone.
    expect((await stat(join(workspace.home, "projects", other))).mode & 0o777).toBe(0o700);
    const up = await localgpt("up", "--port", `${port}`, "--model", "qwen2.5:0.5b");
    expect(up.code, up.stderr).toBe(0);
    expect(up.stdout).toContain(`http://localhost:${port}`);
    expect(await workspace.readHome(`projects/${other}/compose.yaml`)).toMatch(new RegExp(`^name: ${other}$`, "m"));
    expect(await workspace.readHome(`projects/${other}/settings.yaml`)).toMatch(new RegExp(`^port: ${port}$`, "m"));
    expect(await modelsOf({ project: other })).toEqual(["qwen2.5:0.5b"]);
    await expect(chatTitles(port, session)).rejects.toThrow("401");

    expect(await workspace.containerIds()).toEqual(first);
    expect(await modelsOf(workspace)).toEqual(["tiny:latest"]);
    expect((await localgpt("down")).code).toBe(0);
    expect(await workspace.containerIds()).toEqual(first);
    expect(await chatTitles(workspace.port, session)).toEqual(["of the first"]);
  } finally {
    await removeProject(other);
    await leakCheck(other);
  }
});

async function expectRefusal({ code, stdout, stderr }: Run, path: string): Promise<void> {
  expect(code, stdout).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain(path);
  expect(stderr).toContain("LOCALGPT_HOME");
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  await leakCheck(workspace.project);
}

/** Runs localgpt where its home is on a mount of its own, which nobody else sees and which ends with it. */
async function onItsOwnMount(args: string[], mount: (home: string) => string): Promise<Run> {
  const { home, environment } = workspace;
  const script = `${mount(home)} || exit 99; exec "$0" "$@"`;
  const namespace = process.getuid?.() === 0 ? ["--mount"] : ["--mount", "--map-root-user"];
  const result = await execa("unshare", [...namespace, "sh", "-c", script, process.execPath, program, ...args], {
    env: environment,
    extendEnv: false,
    stdin: "ignore",
    reject: false,
  });
  return { code: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
}
