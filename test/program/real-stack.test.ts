import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { images } from "../support/services/images.ts";

const script = fileURLToPath(new URL("../../scripts/ci/real-stack.mjs", import.meta.url));
let stack: Workspace;

beforeAll(async () => {
  stack = await createWorkspace("real");
  // The script makes the settings by itself.
  await rm(join(stack.home, "settings.yaml"));
});

afterAll(async () => {
  await stack?.remove();
});

const live = (model: string) =>
  execa("node", [script], {
    env: {
      ...stack.environment,
      STACK_OLLAMA_IMAGE: images.ollama("1"),
      STACK_OPEN_WEBUI_IMAGE: images.openWebui("1"),
      STACK_MODEL: model,
      STACK_PROJECT: stack.project,
      STACK_PORT: `${stack.port}`,
    },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    all: true,
  });

test("what CI does with the official images and the internet fails where a model cannot be had", async () => {
  const run = await live("no-such-model");
  expect(run.exitCode, run.all).toBe(1);
  expect(run.stderr).toMatch(/`localgpt up --model no-such-model .*failed/);
  // What a person needs to find the cause.
  expect(run.stderr).toMatch(/── localgpt logs --tail 100\n.*Ollama/i);
});

test("and with the stand-ins it goes through the whole life of a stack", async () => {
  const run = await live("tiny");
  expect(run.exitCode, run.all).toBe(0);
  expect(run.stdout.match(/^── localgpt [a-z]+/gm)?.map((line) => line.split(" ").at(-1))).toEqual([
    "config",
    "config",
    "config",
    "config",
    "up",
    "ask",
    "status",
    "backup",
    "restore",
    "update",
    "up",
    "down",
    "status",
  ]);
  expect(existsSync(join(stack.home, "real-stack.localgpt.tar"))).toBe(true);
  expect(Object.keys(await stack.containerIds())).toEqual([]);
});
