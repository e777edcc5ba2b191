import { Readable } from "node:stream";
import type { Context } from "../../../src/commands/context.ts";
import type { Engine } from "../../../src/engine/wire/engine.ts";
import { createProcesses } from "../../../src/host/machine/processes.ts";
import { createStyle } from "../../../src/output/style.ts";
import { measure } from "../../../src/output/width.ts";
import { words } from "../../../src/words/en.ts";
import { calm } from "../engines/connect.ts";

const style = await createStyle({ colour: false, unicode: true });

/** A context as the program makes it, in a test's own folder and with no registry of the world to ask. */
export function createContext(
  needed: Pick<Context, "folder" | "emit"> & { engine: Engine },
  more: Partial<Context> = {},
): Context {
  return {
    project: null,
    language: "en",
    program: process.argv[1] ?? "",
    platform: process.platform,
    processes: createProcesses(process),
    environment: { PATH: process.env.PATH, HTTPS_PROXY: "http://127.0.0.1:9" },
    signal: calm(),
    print: () => {},
    printAll: async () => {},
    redraw: () => {},
    write: async () => {},
    openAnswer: () => ({ write: async () => {}, end: async () => {} }),
    openThinking: () => ({ write: async () => {}, end: async () => {} }),
    openPrompt: async () => {
      throw new Error("this test has nobody to talk with");
    },
    isTerminal: false,
    isWatched: false,
    stdin: Readable.from([]),
    confirm: async () => false,
    askLine: async () => "",
    look: { words, style, columns: 80, nowMs: Date.now(), measure },
    ...needed,
    engine: async () => needed.engine,
    ...more,
  };
}
