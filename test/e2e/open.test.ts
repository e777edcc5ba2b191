import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readResult } from "../support/program/output.ts";
import { waitUntil } from "../support/program/progress.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";

let stack: Workspace;

beforeAll(async () => {
  stack = await createWorkspace("open", { model: "none" });
});

afterAll(async () => {
  await stack?.remove();
});

test("with the stack down there is nothing to open, and it says how to start it", async () => {
  for (const [language, sentence] of [
    ["en", /is not running on/],
    ["es", /no está en marcha en/],
  ] as const) {
    const run = await stack.localgpt(["open", "--lang", language]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(sentence);
    expect(run.stderr).toContain("`localgpt up`");
  }
});

test("opens the page in the browser; where there is none it gives the address", async () => {
  expect((await stack.localgpt(["up"])).code).toBe(0);
  const address = `http://localhost:${stack.port}`;
  const without = await stack.localgpt(["open"], { environment: { PATH: "/nonexistent", DISPLAY: undefined } });
  expect(without.code, without.stderr).toBe(0);
  expect(`${without.stdout}${without.stderr}`).toContain(address);
  expect(without.stdout).toMatch(/No browser/);

  const browser = join(stack.home, "browser.sh");
  const opened = join(stack.home, "opened");
  await writeFile(browser, `#!/bin/sh\nprintf '%s' "$1" >'${opened}.new' && mv '${opened}.new' '${opened}'\n`);
  await chmod(browser, 0o755);
  const environment = { BROWSER: browser };
  const run = await stack.localgpt(["open"], { environment });
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toContain(address);
  await waitUntil("the browser was called", async () => (await readFile(opened, "utf8").catch(() => "")) === address);
  expect(
    readResult<{ address: string; opened: boolean }>(await stack.localgpt(["open", "--json"], { environment })),
  ).toMatchObject({
    address,
    opened: true,
  });
});
