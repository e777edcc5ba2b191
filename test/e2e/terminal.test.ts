import { afterEach, expect, test } from "vitest";
import { containerOf } from "../support/containers.ts";
import { setSwitches } from "../support/images.ts";
import { openConnections } from "../support/lab.ts";
import { openTerminal, type Terminal } from "../support/terminal.ts";
import { createWorkspace, type Workspace } from "../support/workspace.ts";

let stack: Workspace;
let terminal: Terminal | undefined;

afterEach(async () => {
  await terminal?.close();
  terminal = undefined;
  await stack?.remove();
});

// What a spinner leaves when it is not cleared away.
const spinnerFrame = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;

test("up on a terminal: a spinner, one line that stays for each step, the address at the end, the cursor back", async () => {
  stack = await createWorkspace("terminal");
  terminal = await openTerminal(stack, ["up"]);
  await terminal.waitFor(spinnerFrame);
  expect(await terminal.exitCode()).toBe(0);
  const shown = await terminal.screen();
  expect(shown).toMatch(/✔ Created network/);
  expect(shown).toMatch(/✔ Ollama is ready/);
  expect(shown).toMatch(/✔ Model tiny/);
  expect(shown).toContain(`http://localhost:${stack.port}`);
  expect(shown).not.toMatch(spinnerFrame);
  // Each step once: nothing was drawn twice.
  expect(shown.match(/Open WebUI is ready/g)).toHaveLength(1);
  expect(await terminal.cursorIsVisible()).toBe(true);
});

test("Ctrl-C during a pull: it says that it stops, ends with 130, and the cursor is there", async () => {
  stack = await createWorkspace("terminal-pull", { model: "none" });
  expect((await stack.localgpt(["up"])).code).toBe(0);
  const ollama = containerOf(stack, "ollama");
  await setSwitches(ollama, { rate: 4_000_000 });
  terminal = await openTerminal(stack, ["pull", "llama3.2"]);
  const progress = await terminal.waitFor(/\d+%.* MB \/ 24 MB.*MB\/s.*left/);
  expect(progress.match(/Downloading model/g)?.length ?? 0).toBeLessThanOrEqual(1);
  await terminal.press("C-c");
  expect(await terminal.exitCode()).toBe(130);
  const shown = await terminal.screen();
  expect(shown).toMatch(/Interrupted/);
  expect(shown).not.toMatch(spinnerFrame);
  expect(await terminal.cursorIsVisible()).toBe(true);
  await expect.poll(() => openConnections(ollama)).toEqual([]);
});

test("Ctrl-C while something takes its time to end says that it is stopping", async () => {
  stack = await createWorkspace("terminal-stop", { model: "none" });
  terminal = await openTerminal(stack, ["pull", "big:300m"]);
  await terminal.waitFor(/\d+ ?%/);
  await terminal.press("C-c");
  await terminal.waitFor(/Stopping…/);
  expect(await terminal.exitCode()).toBe(130);
  expect(await terminal.cursorIsVisible()).toBe(true);
});

test("40 columns, Spanish, without colours: nothing wraps and nothing is left over", async () => {
  stack = await createWorkspace("terminal-narrow", { model: "llama3.2:1b" });
  const environment = { LANG: "es_ES.UTF-8", NO_COLOR: "1" };
  terminal = await openTerminal(stack, ["up"], { columns: 40, rows: 24, environment });
  const busy = await terminal.waitFor(spinnerFrame);
  expect(busy).not.toMatch(/Downloading|Starting/);
  expect(await terminal.exitCode()).toBe(0);
  const shown = await terminal.screen();
  expect(shown).toMatch(/Ollama está listo/);
  expect(shown).toContain(`http://localhost:${stack.port}`);
  expect(shown).not.toMatch(spinnerFrame);
  expect((await terminal.coloured()).split("\u001b[3")).toHaveLength(1);
});
