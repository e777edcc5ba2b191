import { expect } from "vitest";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { runScript } from "../support/program/script.ts";
import { openTerminal, spinnerFrame, type Terminal } from "../support/program/terminal.ts";
import type { Run } from "../support/program/workspace.ts";
import { downloadSlowly, removeSlowModel, slowModel } from "../support/services/slow-model.ts";

type Size = { columns?: number; rows?: number; environment?: Record<string, string> };

/**
 * Runs localgpt in a terminal, does something there, and gives what is on the screen at the end, without any leftovers.
 */
async function inTerminal(
  stage: Stage,
  args: string[],
  size: Size,
  meanwhile: (terminal: Terminal) => Promise<unknown>,
): Promise<Run> {
  const terminal = await openTerminal(stage.workspace, [...args, "--lang", stage.language], size);
  try {
    await meanwhile(terminal);
    const code = await terminal.exitCode();
    const stdout = await terminal.screen();
    expect(stdout).not.toMatch(spinnerFrame);
    expect(await terminal.cursorIsVisible()).toBe(true);
    expect(await terminal.modeIsChanged()).toBe(false);
    return { code, stdout, stderr: "" };
  } finally {
    await terminal.close();
  }
}

/** Runs localgpt on a terminal that knows neither its size nor anything else but what its environment says. */
function onTerminal(
  name: string,
  args: string,
  environment: Record<string, string | undefined>,
  row: Partial<Fault> = {},
): Fault {
  return {
    name,
    provoke: (stage) => runScript(stage, `script -qec "$(printf "%q " "$@")${args}" /dev/null`, environment),
    exit: 0,
    says: {
      en: /Ollama and Open WebUI are ready again: http:\/\/localhost:\d+/,
      es: /Ollama y Open WebUI .*: http:\/\/localhost:\d+/,
    },
    next: null,
    ...row,
  };
}

const writes =
  (text: string) =>
  async (_stage: Stage, { stdout }: Run) =>
    expect(stdout).toContain(text);
const writesNo =
  (text: string) =>
  async (_stage: Stage, { stdout }: Run) =>
    expect(stdout).not.toContain(text);

faults("Terminals", [
  {
    name: "80 columns: a spinner, and one line that stays for each step",
    before: "down",
    provoke: (stage) => inTerminal(stage, ["up"], {}, (terminal) => terminal.waitFor(spinnerFrame)),
    exit: 0,
    says: { en: /✔ Ollama is ready/, es: /✔ Ollama está listo/ },
    next: /localgpt status/,
    check: async (_stage, { stdout }) => expect(stdout.match(/Open WebUI (is ready|está listo)/g)).toHaveLength(1),
  },
  {
    name: "40 columns: nothing wraps and nothing is left over",
    before: "down",
    provoke: (stage) =>
      inTerminal(stage, ["up"], { columns: 40, environment: { NO_COLOR: "1" } }, async (terminal) => {
        expect(await terminal.waitFor(spinnerFrame)).not.toMatch(/Downloading|Descargando/);
        await terminal.exitCode();
        expect((await terminal.coloured()).split("\u001b[3")).toHaveLength(1);
      }),
    exit: 0,
    says: { en: /✔ Ollama is ready/, es: /✔ Ollama está listo/ },
    next: /localgpt status/,
  },
  {
    name: "20 columns: a download is drawn on one line",
    provoke: async (stage) => {
      await downloadSlowly(stage, 1_000_000);
      return inTerminal(stage, ["pull", slowModel], { columns: 20 }, async (terminal) => {
        const shown = await terminal.waitFor(new RegExp(`${spinnerFrame.source} qwen2`));
        expect(shown.split("\n").filter((line) => spinnerFrame.test(line))).toHaveLength(1);
      });
    },
    mend: removeSlowModel,
    exit: 0,
    says: /✔/,
    next: /http:/,
    check: async (_stage, { stdout }) => expect(stdout.match(/✔/g)).toHaveLength(2),
  },
  {
    name: "Ctrl-C during a download",
    provoke: async (stage) => {
      await downloadSlowly(stage, 400_000);
      return inTerminal(stage, ["pull", slowModel], {}, async (terminal) => {
        await terminal.waitFor(/\d+ ?%.* MB \/ 2 MB.*kB\/s/);
        await terminal.press("C-c");
      });
    },
    mend: removeSlowModel,
    exit: 130,
    says: { en: /Stopping… press Ctrl-C again to quit at once/, es: /Ctrl-C/ },
    next: { en: /Run the same command again to resume/, es: /Repite la orden/ },
  },
  {
    name: "The locale has no UTF-8 (LC_ALL=C): accents and marks are ASCII",
    provoke: (stage) => inTerminal(stage, ["restart"], { environment: { LC_ALL: "C" } }, async () => {}),
    exit: 0,
    says: { en: /^\+ Ollama and Open WebUI are ready again/, es: /^\+ Ollama y Open WebUI/ },
    next: null,
    check: async (_stage, { stdout }) => expect(stdout).not.toMatch(/\P{ASCII}/u),
  },
  onTerminal(
    "The console of Linux, which has no fine marks (TERM=linux)",
    "restart",
    { TERM: "linux" },
    { check: writes("\u001b[32m+") },
  ),
  onTerminal(
    "A terminal that cannot move its cursor (TERM=dumb)",
    "restart",
    { TERM: "dumb" },
    { check: writesNo("\u001b") },
  ),
  onTerminal("A terminal of an unknown kind (TERM is not set) and width", "restart", { TERM: undefined }),
  onTerminal(
    "A terminal of a CI run: lines, no spinner",
    "restart",
    { TERM: "xterm", CI: "true" },
    { check: writesNo("⠋") },
  ),
  onTerminal(
    "Nobody wants colours (NO_COLOR)",
    "restart",
    { TERM: "xterm", NO_COLOR: "1" },
    { check: writesNo("\u001b[3") },
  ),
  {
    name: "Colours are wanted in a pipe too (FORCE_COLOR)",
    provoke: (stage) => runScript(stage, '"$@" restart | cat', { FORCE_COLOR: "1" }),
    exit: 0,
    says: /http:\/\/localhost:\d+/,
    next: null,
    check: writes("\u001b[32m✔"),
  },
]);
