import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { inspectService, modelsOf, variable } from "../support/engines/containers.ts";
import { readResult, transfersOf } from "../support/program/output.ts";
import { readEvents, waitForEvent } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace | undefined;

afterEach(async () => {
  await stack?.remove();
  stack = undefined;
});

const stateOf = async (workspace: Workspace) => (await inspectService(workspace, "ollama")).State.Status;

test("with nothing there, Ollama alone is started for a pull and stopped again, and a later up recreates nothing", async () => {
  stack = await createWorkspace("alone", { model: "none" });
  // Where Docker gives its containers a proxy, Ollama downloads through it, as one that Compose had made would.
  const proxies = { default: { httpProxy: "http://proxy:1", httpsProxy: "http://proxy:2", noProxy: "example.org" } };
  await mkdir(join(stack.home, ".docker"));
  await writeFile(join(stack.home, ".docker", "config.json"), JSON.stringify({ proxies }));
  const run = await stack.localgpt(["pull", "tiny"]);
  expect(run.code, run.stderr).toBe(0);
  expect(`${run.stdout}${run.stderr}`).toMatch(/Ollama runs only for this command/);
  expect(`${run.stdout}${run.stderr}`).toMatch(/stopped again/);
  const pulled = await stack.containerIds();
  expect(Object.keys(pulled)).toEqual(["ollama"]);
  expect(await stateOf(stack)).toBe("exited");
  const container = await inspectService(stack, "ollama");
  expect(variable(container, "HTTPS_PROXY")).toBe("http://proxy:2");
  expect(variable(container, "no_proxy")).toBe("example.org,localhost,127.0.0.1");
  expect(variable(container, "HTTP_PROXY")).toBeUndefined();

  const up = await stack.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
  expect((await stack.containerIds()).ollama).toBe(pulled.ollama);
  expect(await modelsOf(stack)).toEqual(["tiny:latest"]);

  // After `down` it starts alone once more; a container that was never there is not left running either.
  expect((await stack.localgpt(["down"])).code).toBe(0);
  const again = await stack.localgpt(["pull", "tiny", "qwen2.5:0.5b", "--lang", "es"]);
  expect(again.code, again.stderr).toBe(0);
  expect(`${again.stdout}${again.stderr}`).toMatch(/solo para esta orden/);
  expect(await stateOf(stack)).toBe("exited");
});

test("Ollama is stopped again after a pull that failed and after Ctrl-C", async () => {
  stack = await createWorkspace("alone-failed", { model: "none" });
  const failed = await stack.localgpt(["pull", "x509"]);
  expect(failed.code).toBe(1);
  expect(await stateOf(stack)).toBe("exited");

  const running = stack.start(["pull", "big:300m", "--json"]);
  await waitForEvent(running, (event) => event.type === "transfer" && event.transfer.completedBytes > 1_000_000);
  running.kill("SIGINT");
  const ended = await running;
  expect(ended.exitCode).toBe(130);
  expect(await stateOf(stack)).toBe("exited");
  const kept = Math.max(...transfersOf(readEvents(ended.stderr)).map(({ completedBytes }) => completedBytes));
  expect(kept).toBeGreaterThan(1_000_000);

  const down = await stack.localgpt(["down", "--json"]);
  expect(down.code).toBe(0);
  expect(readResult<{ changed: boolean }>(down).changed).toBe(true);
  expect(await stack.containerIds()).toEqual({});
});
