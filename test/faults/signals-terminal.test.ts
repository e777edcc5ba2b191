import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { type Fault, faults, type Stage } from "../support/program/fault.ts";
import { again } from "../support/program/moments.ts";
import { openTerminal, spinnerFrame, startInTerminal, type Terminal } from "../support/program/terminal.ts";
import { waitForSilence } from "../support/services/connections.ts";
import { setSwitches } from "../support/services/images.ts";

/** Where a person is with localgpt on their terminal. */
type Place = {
  name: string;
  args: string[];
  /** What is done on the terminal to get there. */
  reach: (terminal: Pick<Terminal, "waitFor" | "press">, stage: Stage) => Promise<unknown>;
  /** The next step that SIGTERM lets it say; null for none. */
  next: Fault["next"];
};

/** What a chat saves is not part of the stack. */
async function mend({ workspace, putSettingsBack }: Stage): Promise<void> {
  await setSwitches(containerOf(workspace, "ollama"), {});
  for (const kept of ["chat-history", "conversations"]) {
    await rm(join(workspace.home, kept), { recursive: true, force: true });
  }
  await putSettingsBack();
}

const places: Place[] = [
  {
    name: "while `up` shows how far it is",
    args: ["up", "--model", "big:300m"],
    reach: ({ waitFor }) => waitFor(/\d+ ?%/),
    next: /`localgpt up`/,
  },
  { name: "at the prompt of `chat`", args: ["chat"], reach: ({ waitFor }) => waitFor(/>>>/), next: null },
  {
    name: "in the middle of an answer of `chat`",
    args: ["chat"],
    reach: async ({ waitFor, press }, { workspace }) => {
      await setSwitches(containerOf(workspace, "ollama"), { endless: true });
      await waitFor(/>>>/);
      await press("hola", "Enter");
      await waitFor(/hola[\s\S]*hola/);
    },
    next: null,
  },
  {
    name: "while `uninstall` asks whether to go on",
    args: ["uninstall"],
    reach: ({ waitFor }) => waitFor(/\[[yYsS]\/[nN]\]/),
    next: again,
  },
];

const withLanguage = (args: string[], { language }: Stage) => [...args, "--lang", language];

/** Nobody goes on talking to Ollama for one that is gone. */
const expectSilence = ({ workspace }: Stage) => waitForSilence(containerOf(workspace, "ollama"));

const rows = places.flatMap(({ name, args, reach, next }): Fault[] => [
  {
    name: `SIGTERM ${name}, on a terminal`,
    exit: 143,
    says: { en: /Interrupted/, es: /Interrumpido/ },
    next,
    provoke: async (stage) => {
      const terminal = await openTerminal(stage.workspace, withLanguage(args, stage), { columns: 160 });
      try {
        await reach(terminal, stage);
        await terminal.kill("SIGTERM");
        const code = await terminal.exitCode();
        expect(await terminal.modeIsChanged(), "the terminal has its own mode").toBe(false);
        expect(await terminal.cursorIsVisible()).toBe(true);
        const shown = await terminal.screen();
        expect(shown).not.toMatch(spinnerFrame);
        return { code, stdout: shown, stderr: "" };
      } finally {
        await terminal.close();
      }
    },
    check: expectSilence,
    mend,
  },
  {
    name: `The terminal closed ${name}`,
    exit: 129,
    says: null,
    next: null,
    provoke: async (stage) => {
      const terminal = await startInTerminal(stage.workspace, withLanguage(args, stage), {});
      try {
        await reach(terminal, stage);
      } finally {
        await terminal.end();
      }
      return terminal.ended;
    },
    check: expectSilence,
    mend,
  },
]);

faults("Signals on a terminal", rows);
