import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { serviceNames } from "../../src/core/services/services.ts";
import { findControls } from "../support/data/controls.ts";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { openTerminal, type Terminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { setSwitches } from "../support/services/images.ts";
import { signUp } from "../support/services/page.ts";

// Sets the window's title, clears the screen, goes home, the same by one character (C1), and turns the writing around.
const hostile = "\u001b]0;pwned\u0007\u001b[2J\u001b[1;1H\u009b2J\u202eevil";

let workspace: Workspace;
let terminal: Terminal | undefined;

beforeAll(async () => {
  workspace = await createWorkspace("hostile");
  const run = await workspace.localgpt(["up"]);
  expect(run.code, run.stderr).toBe(0);
  await signUp(workspace.port);
  const rename = "import sqlite3, sys; d = sqlite3.connect('/app/backend/data/webui.db')";
  const program = `${rename}; d.execute('UPDATE user SET name = ?', (sys.argv[1],)); d.commit()`;
  await docker("exec", containerOf(workspace, "open-webui"), "python3", "-c", program, hostile);
  for (const service of serviceNames) {
    const write = ["bash", "-c", `printf '%s\\n' "$1" >/proc/1/fd/1`, "bash", hostile];
    await docker("exec", containerOf(workspace, service), ...write);
  }
  await setSwitches(containerOf(workspace, "ollama"), { pullError: hostile });
}, 120_000);
afterEach(async () => {
  await terminal?.close();
  terminal = undefined;
});
afterAll(() => workspace.remove());

describe.each([
  { what: "logs", args: ["logs"] },
  { what: "a name on the page", args: ["admin", "list"] },
  { what: "an error of Ollama's", args: ["pull", "qwen2.5:0.5b"] },
  { what: "an error of Ollama's, in every detail", args: ["pull", "qwen2.5:0.5b", "--verbose"] },
])("what others wrote does nothing to a terminal: $what", ({ args }) => {
  test("in colour", async () => {
    const { stdout, stderr } = await workspace.localgpt(args, { environment: { FORCE_COLOR: "1" } });
    expect(stdout + stderr).toContain("evil");
    expect(findControls(stdout + stderr, true)).toEqual([]);
  });

  test("as JSON", async () => {
    const { stdout, stderr } = await workspace.localgpt([...args, "--json"]);
    expect(stdout + stderr).toContain("evil");
    expect(findControls(stdout + stderr)).toEqual([]);
  });

  test("on a real one", () => expectHarmless(args));
});

test("a path with such a name is printed as it is into a pipe, and does nothing to a terminal", async () => {
  const environment = { LOCALGPT_HOME: `${workspace.home}/${hostile}` };
  const { stdout } = await workspace.localgpt(["config", "path"], { environment });
  expect(stdout).toBe(`${environment.LOCALGPT_HOME}/settings.yaml\n`);
  await expectHarmless(["config", "path"], environment);
});

/** Runs localgpt on a real terminal, which shows the words of such a text and does not obey it. */
async function expectHarmless(args: string[], environment: Record<string, string> = {}): Promise<void> {
  terminal = await openTerminal(workspace, args, { environment });
  const before = await terminal.title();
  await terminal.exitCode();
  expect(await terminal.screen()).toContain("evil");
  expect(await terminal.title()).toBe(before);
}

test("a terminal that got such a text raw would obey it", async () => {
  terminal = await openTerminal(workspace, ["--version"]);
  await terminal.exitCode();
  await terminal.show(hostile);
  await expect.poll(() => terminal?.title()).toBe("pwned");
});
