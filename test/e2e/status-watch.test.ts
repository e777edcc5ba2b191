import { afterAll, beforeAll, expect, test } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { readLines } from "../support/program/output.ts";
import { waitForLine } from "../support/program/progress.ts";
import { openTerminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;

beforeAll(async () => {
  stack = await createWorkspace("watch", { model: "none" });
  const up = await stack.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
});

afterAll(async () => {
  await stack?.remove();
});

test("on a terminal status --watch draws itself anew in place, follows what happens, and Ctrl-C ends it", async () => {
  const terminal = await openTerminal(stack, ["status", "--watch"]);
  try {
    await terminal.waitFor(/Open WebUI +ready/);
    await docker("stop", "-t", "1", containerOf(stack, "open-webui"));
    const shown = await terminal.waitFor(/Open WebUI +stopped/);
    // In place: the picture before is not left above.
    expect(shown.match(/Open WebUI/g)?.length).toBeLessThanOrEqual(2);
    expect(shown).not.toMatch(/Open WebUI +ready/);
    await terminal.press("C-c");
    expect(await terminal.exitCode()).toBe(0);
    // The next prompt begins a line of its own, not after the `^C` that the terminal shows.
    expect(await terminal.screen()).toMatch(/^localgpt ended with 0$/m);
    expect(await terminal.cursorIsVisible()).toBe(true);
  } finally {
    await terminal.close();
    await docker("start", containerOf(stack, "open-webui"));
  }
});

test("in a pipe status --watch writes one block after the other, with --json one line each; Ctrl-C ends it", async () => {
  const running = stack.start(["status", "--watch", "--json"]);
  let lines = 0;
  await waitForLine({ stderr: running.stdout }, () => ++lines === 2);
  running.kill("SIGINT");
  const ended = await running;
  expect(ended.exitCode).toBe(0);
  const items = readLines<{ project: string }>(ended.stdout);
  expect(items.length).toBeGreaterThanOrEqual(2);
  for (const { project } of items) expect(project).toBe(stack.project);

  const plain = stack.start(["status", "--watch"]);
  let blocks = 0;
  await waitForLine({ stderr: plain.stdout }, (line) => /Open WebUI/.test(line) && ++blocks === 2);
  plain.kill("SIGINT");
  const text = await plain;
  expect(text.exitCode).toBe(0);
  expect(text.stdout).not.toContain("\u001b");
});
