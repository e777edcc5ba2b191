import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serviceNames } from "../../src/core/services/services.ts";
import { containerOf, modelsOf } from "../support/engines/containers.ts";
import { compose, docker } from "../support/engines/docker.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";
import { chatTitles, keepChat, type Session, signIn, signUp } from "../support/services/page.ts";

describe("a stack whose containers may do little", () => {
  let workspace: Workspace;
  let session: Session;

  beforeAll(async () => {
    workspace = await createWorkspace("hardened");
    const run = await workspace.localgpt(["up"]);
    expect(run.code, run.stderr).toBe(0);
    session = await signUp(workspace.port);
    await keepChat(workspace.port, session, "Mine");
  });
  afterAll(() => workspace.remove());

  test.each(serviceNames)("%s runs with what the Compose file says, below an init", async (service) => {
    const container = containerOf(workspace, service);
    const format =
      "{{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.HostConfig.PidsLimit}} {{.HostConfig.Init}} {{.HostConfig.Privileged}}";
    expect(await docker("inspect", "--format", format, container)).toBe(
      "[ALL] [no-new-privileges:true] 4096 true false",
    );
    expect(Number(await docker("inspect", "--format", "{{.HostConfig.Memory}}", container))).toBeGreaterThan(0);
    const first = await docker("exec", container, "cat", "/proc/1/cmdline");
    expect(first).toContain("docker-init");
  });

  test.each(serviceNames)("%s is asked to stop through the init, and ends by itself", async (service) => {
    const container = containerOf(workspace, service);
    await docker("stop", "--time", "30", container);
    expect(await docker("inspect", "--format", "{{.State.ExitCode}}", container)).toBe("0");
    const run = await workspace.localgpt(["up"]);
    expect(run.code, run.stderr).toBe(0);
  });

  test("data that belongs to another user, and to nobody else, is read, written and saved", async () => {
    expect((await workspace.localgpt(["down"])).code).toBe(0);
    const script = "chown -R 1000:1000 /data && chmod -R go= /data";
    for (const service of serviceNames) {
      const mount = `${workspace.project}_${service}:/data`;
      await docker("run", "--rm", "-v", mount, "--entrypoint", "bash", images.openWebui("1"), "-c", script);
    }
    const run = await workspace.localgpt(["up"]);
    expect(run.code, run.stderr).toBe(0);
    expect(await modelsOf(workspace)).toEqual(["tiny:latest"]);
    session = await signIn(workspace.port);
    await keepChat(workspace.port, session, "Mine too");
    expect((await chatTitles(workspace.port, session)).sort()).toEqual(["Mine", "Mine too"]);
    for (const args of [["backup"], ["pull", "qwen2.5:0.5b"], ["models", "rm", "qwen2.5:0.5b", "--yes"]]) {
      const done = await workspace.localgpt(args);
      expect(done.code, `${args.join(" ")}: ${done.stderr}`).toBe(0);
    }
  });

  test("a stack of an earlier localgpt is made anew by `up`, which says why, and keeps everything", async () => {
    const hardening = /^ {4}(?:(?:security_opt|cap_drop|cap_add):\n(?: {6}- .*\n)+|(?:pids_limit|init): .*\n)/gm;
    const today = await workspace.readHome("compose.yaml");
    const earlier = today.replace(hardening, "");
    expect(earlier).not.toMatch(/cap_|security_opt|pids_limit|init/);
    // As that one left it: its file, and its containers.
    await writeFile(join(workspace.home, "compose.yaml"), earlier);
    await compose("-f", join(workspace.home, "compose.yaml"), "create");
    const before = await workspace.containerIds();
    const run = await workspace.localgpt(["up"]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("cap_drop.0: - → ALL");
    const after = await workspace.containerIds();
    for (const service of serviceNames) expect(after[service]).not.toBe(before[service]);
    expect(await workspace.readHome("compose.yaml")).toBe(today);
    expect(await modelsOf(workspace)).toEqual(["tiny:latest"]);
    expect((await chatTitles(workspace.port, await signIn(workspace.port))).sort()).toEqual(["Mine", "Mine too"]);
  });
});
