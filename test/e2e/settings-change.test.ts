import { afterEach, describe, expect, test } from "vitest";
import { words as en } from "../../src/words/en.ts";
import { inspectService, modelsOf, variable } from "../support/engines/containers.ts";
import { docker, freePort } from "../support/engines/docker.ts";
import { readEvents } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";
import { chatTitles, keepChat, offeredModels, pageConfig, signIn, signUp } from "../support/services/page.ts";

let workspace: Workspace;
afterEach(() => workspace.remove());

describe("a changed setting recreates what it touches, says why, and leaves the rest alone", () => {
  test("one after the other", async () => {
    workspace = await createWorkspace("change", { model: "none" });
    const up = await workspace.localgpt(["up"]);
    expect(up.code, up.stderr).toBe(0);

    await change(["--context", "8192"], ["ollama"], /OLLAMA_CONTEXT_LENGTH: 4096 → 8192/);
    expect(variable(await inspectService(workspace, "ollama"), "OLLAMA_CONTEXT_LENGTH")).toBe("8192");

    const port = await freePort();
    await change(["--port", `${port}`], ["open-webui"], new RegExp(`ports.*: ${workspace.port} → ${port}`));
    expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${workspace.port}/ready`)).rejects.toThrow();

    await change(["--memory", "2g", "--cpus", "2"], ["ollama"], /mem_limit: \d+m → 2g/);
    await change(["--model", "qwen2.5:0.5b"], ["open-webui"], /DEFAULT_MODELS: - → qwen2\.5:0\.5b/);
    expect(await modelsOf(workspace)).toEqual(["qwen2.5:0.5b"]);
  }, 120_000);

  test("a tag that means another image now is a reason too", async () => {
    workspace = await createWorkspace("retag", { model: "none" });
    const tag = `${workspace.project}/open-webui:mine`;
    try {
      await docker("tag", images.openWebui("1"), tag);
      await workspace.writeSettings({ openWebui: tag, model: "none" });
      const up = await workspace.localgpt(["up"]);
      expect(up.code, up.stderr).toBe(0);
      await docker("tag", images.openWebui("2"), tag);
      await change([], ["open-webui"], en.causes["image-changed"]({ id: "image-changed" }));
    } finally {
      await workspace.localgpt(["down"]);
      await docker("image", "rm", tag);
    }
  });
});

test("accounts, conversations and models outlive down, restart, every change and a lost Compose file", async () => {
  workspace = await createWorkspace("data");
  const up = await workspace.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
  const session = await signUp(workspace.port);
  await keepChat(workspace.port, session, "How do semaphores work?");
  let { port } = workspace;

  const succeed = async (...args: string[]) => {
    const run = await workspace.localgpt(args);
    expect(run.code, `localgpt ${args.join(" ")}\n${run.stderr}`).toBe(0);
    return run;
  };
  const expectAllThere = async () => {
    expect(await chatTitles(port, session), "the token of before is still valid").toEqual(["How do semaphores work?"]);
    expect(await pageConfig(port)).not.toHaveProperty("onboarding");
    expect(await offeredModels(port, session)).toContain("tiny:latest");
  };
  await expectAllThere();
  await succeed("down");
  const again = readEvents((await succeed("up", "--json")).stderr);
  expect(
    again.filter(({ type }) => type === "transfer"),
    "the model is not downloaded again",
  ).toEqual([]);
  await expectAllThere();
  await succeed("restart");
  await expectAllThere();
  port = await freePort();
  await succeed("up", "--port", `${port}`, "--context", "2048", "--memory", "1g");
  await expectAllThere();
  await docker("rm", "--force", "--volumes", ...Object.values(await workspace.containerIds()));
  await succeed("up");
  await expectAllThere();
  // A version of the page is not changed by `up`, which has no way back.
  await succeed("config", "set", "open-webui.image", images.openWebui("2"));
  const kept = await succeed("up", "--model", "qwen2.5:0.5b");
  expect(kept.stderr).toMatch(/Open WebUI stays at .*open-webui:1: `localgpt update` moves it to .*open-webui:2/);
  expect((await inspectService(workspace, "open-webui")).Config.Image).toBe(images.openWebui("1"));
  await expectAllThere();
  expect(await signIn(port), "the password still counts").toMatchObject({ role: "admin" });
  expect((await modelsOf(workspace)).sort()).toEqual(["qwen2.5:0.5b", "tiny:latest"]);
}, 120_000);

/** Lets `up` change that: the plan and the run name the cause, and only those services get a new container. */
async function change(args: string[], recreated: string[], cause: RegExp | string): Promise<void> {
  const before = await workspace.containerIds();
  const plan = await workspace.localgpt(["up", "--dry-run", ...args]);
  expect(plan.code, plan.stderr).toBe(0);
  expect(plan.stdout).toMatch(cause);
  expect(await workspace.containerIds(), "a dry run does nothing").toEqual(before);
  const done = await workspace.localgpt(["up", ...args]);
  expect(done.code, done.stderr).toBe(0);
  expect(done.stderr, "it says why").toMatch(cause);
  const after = await workspace.containerIds();
  const touched = Object.keys(after).filter((service) => after[service] !== before[service]);
  expect(touched).toEqual(recreated);
}
