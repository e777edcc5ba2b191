import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OperationKind } from "../../src/core/run/operations.ts";
import { words as en } from "../../src/words/en.ts";
import { words as es } from "../../src/words/es.ts";
import { tellOperation } from "../../src/words/tell.ts";
import { modelNamed } from "../support/data/model-named.ts";
import { inspectService, modelsOf, variable } from "../support/engines/containers.ts";
import { docker, freePort } from "../support/engines/docker.ts";
import { leakCheck } from "../support/engines/leaks.ts";
import { readEvents } from "../support/program/progress.ts";
import { saysUnchanged } from "../support/program/says.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { pushFreshImage } from "../support/services/images.ts";
import { startRegistryProxy } from "../support/services/registry-proxy.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace("options");
});
afterEach(() => workspace.remove());

describe("--dry-run", () => {
  test("from nothing: the whole plan with every cause, and nothing is written anywhere", async () => {
    const settings = await workspace.readHome("settings.yaml");
    const { code, stdout, stderr } = await workspace.localgpt(["up", "--dry-run", "--context", "8192"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(en.up.plan(8));
    const { project } = workspace;
    const steps: OperationKind[] = [
      { kind: "create-network", network: `${project}_localgpt` },
      { kind: "create-volume", volume: `${project}_ollama` },
      { kind: "create-volume", volume: `${project}_open-webui` },
      { kind: "create-container", service: "ollama" },
      { kind: "start-container", service: "open-webui" },
      { kind: "ensure-model", model: modelNamed("tiny") },
    ];
    for (const step of steps) expect(stdout).toContain(`• ${tellOperation(step, "planned", en)}\n`);
    expect(stdout).toContain(`  ${en.causes.missing({ id: "missing" })}\n`);
    await leakCheck(workspace.project);
    expect(await readdir(workspace.home)).toEqual(["settings.yaml"]);
    expect(await workspace.readHome("settings.yaml")).toBe(settings);
  });

  test("of an empty folder that does not exist makes no folder", async () => {
    const LOCALGPT_HOME = `${workspace.home}/not/yet`;
    const { code, stderr } = await workspace.localgpt(["--project", workspace.project, "up", "--dry-run"], {
      environment: { LOCALGPT_HOME },
    });
    expect(code, stderr).toBe(0);
    await leakCheck(workspace.project);
    expect(await readdir(workspace.home)).toEqual(["settings.yaml"]);
  });

  test("lists an image that is missing as its first step, and downloads nothing", async () => {
    const proxy = await startRegistryProxy();
    try {
      const image = proxy.through(await pushFreshImage("open-webui", { layers: 1, layerBytes: 1000 }));
      await workspace.writeSettings({ openWebui: image });
      const { stdout } = await workspace.localgpt(["up", "--dry-run", "--lang", "es"]);
      const [, step, cause] = stdout.split("\n");
      expect(step).toContain(tellOperation({ kind: "pull-image", image }, "planned", es));
      expect(cause).toContain(es.causes.missing({ id: "missing" }));
      expect(proxy.blobBytes()).toBe(0);
      await expect(docker("image", "inspect", image)).rejects.toThrow();
    } finally {
      await proxy.close();
    }
  });
});

describe("options", () => {
  test("are really set, remembered, told, and hold for the next plain up", async () => {
    const port = await freePort();
    const args = [
      "--port",
      `${port}`,
      "--cpus",
      "1.5",
      "--memory",
      "3g",
      "--context",
      "8192",
      "--model",
      "qwen2.5:0.5b",
    ];
    const first = await workspace.localgpt(["up", ...args]);
    expect(first.code, first.stderr).toBe(0);
    const remembered = en.notices["settings-saved"]({ id: "settings-saved", changed: [] });
    const told = first.stderr.split("\n").find((line) => line.includes(remembered)) ?? "";
    for (const part of [`port ${port}`, "cpus 1.5", "memory 3g", "context 8192", "model qwen2.5:0.5b"]) {
      expect(told).toContain(part);
    }
    expect(first.stdout).toContain(`http://localhost:${port}`);
    expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
    expect(await modelsOf(workspace)).toEqual(["qwen2.5:0.5b"]);

    const ollama = await inspectService(workspace, "ollama");
    expect(ollama.HostConfig).toMatchObject({ Memory: 3 * 1024 ** 3, NanoCpus: 1_500_000_000 });
    expect(variable(ollama, "LLAMA_ARG_THREADS")).toBe("1");
    expect(variable(ollama, "OLLAMA_CONTEXT_LENGTH")).toBe("8192");
    expect(variable(await inspectService(workspace, "open-webui"), "DEFAULT_MODELS")).toBe("qwen2.5:0.5b");
    const settings = await workspace.readHome("settings.yaml");
    expect(settings).toMatch(new RegExp(`^port: ${port}$`, "m"));
    expect(settings).toMatch(/^model: "?qwen2\.5:0\.5b"?$/m);
    expect(settings).toMatch(/^memory: 3g$/m);
    expect(settings).toMatch(/^cpus: 1\.5$/m);
    expect(settings).toMatch(/^context: 8192$/m);

    const before = await workspace.containerIds();
    const plain = await workspace.localgpt(["up"]);
    expect(plain.code, plain.stderr).toBe(0);
    expect(plain.stdout).toContain(saysUnchanged(port));
    expect(plain.stderr).not.toContain(remembered);
    expect(await workspace.containerIds()).toEqual(before);
  });

  test("--no-model downloads none, says so, and is remembered", async () => {
    const { code, stdout, stderr } = await workspace.localgpt(["up", "--no-model"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("localgpt pull");
    expect(await modelsOf(workspace)).toEqual([]);
    expect(await workspace.readHome("settings.yaml")).toMatch(/^model: none$/m);
    expect(variable(await inspectService(workspace, "open-webui"), "DEFAULT_MODELS")).toBeUndefined();
  });

  test("--open hands the address to the browser once everything answers; --quiet says nothing but the result", async () => {
    const { code, stdout, stderr } = await workspace.localgpt(["up", "--no-model", "--open", "--quiet"], {
      environment: await browserOf(workspace),
    });
    expect(code, stderr).toBe(0);
    expect(await workspace.readHome("opened")).toBe(`http://localhost:${workspace.port} 200`);
    expect(stderr).toBe("");
    expect(stdout).toContain(`http://localhost:${workspace.port}`);
  });

  test("--json gives one document on stdout and an event for every step on stderr", async () => {
    const { code, stdout, stderr } = await workspace.localgpt(["up", "--json"]);
    expect(code, stderr).toBe(0);
    const result = JSON.parse(stdout) as { operations: { id: string }[] };
    expect(result).toMatchObject({ changed: true, firstAccount: true, model: "tiny" });
    const events = readEvents(stderr);
    const done = events.flatMap((event) => (event.type === "operation-done" ? [event.operation.id] : []));
    expect(done.sort()).toEqual(result.operations.map(({ id }) => id).sort());
    expect(events.some((event) => event.type === "transfer" && event.transfer.kind === "model")).toBe(true);
  });
});

/**
 * An environment whose desktop opens addresses with a program of ours: it asks the page and keeps both in the file
 * `opened`.
 */
async function browserOf({ home, environment }: Workspace): Promise<Record<string, string>> {
  const script = `fetch(process.argv[1]).then(({ status }) =>
    require("node:fs").writeFileSync("${home}/opened", process.argv[1] + " " + status))`;
  await writeFile(join(home, "xdg-open"), `#!/bin/sh\nexec node -e '${script}' "$1"\n`, { mode: 0o755 });
  return { DISPLAY: ":0", PATH: `${home}:${environment.PATH}` };
}
